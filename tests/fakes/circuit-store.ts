import { type Circuit, newCircuit } from "../../core/circuit/circuit.ts";
import { type CircuitStore, circuitKey } from "../../core/circuit/circuit-store.ts";

export interface FakeCircuitStore extends CircuitStore {
  circuits: Map<string, Circuit>;
  /** How often it was read. */
  reads: number;
}

/** The circuits in memory, shared by all instances that get this store. */
export function createFakeCircuitStore(): FakeCircuitStore {
  const circuits = new Map<string, Circuit>();
  return {
    circuits,
    reads: 0,
    async read(id) {
      this.reads += 1;
      return circuits.get(circuitKey(id)) ?? newCircuit;
    },
    async replace(id, known, next) {
      const { version } = circuits.get(circuitKey(id)) ?? newCircuit;
      if (version !== known.version) return false;
      circuits.set(circuitKey(id), structuredClone(next));
      return true;
    },
  };
}
