import { beforeEach, describe, expect, test } from "@jest/globals";
import { newCircuit } from "../../../core/circuit/circuit.ts";
import type { CircuitId, CircuitStore } from "../../../core/circuit/circuit-store.ts";
import { anOpenCircuit } from "../records/circuit.ts";

const open = anOpenCircuit();
const halfOpen = anOpenCircuit({ state: "half_open", version: 2, until: 2_000 });

/** The contract of every CircuitStore. */
export function circuitStoreContract(name: string, create: () => CircuitStore): void {
  describe(`${name} as a circuit store`, () => {
    let store: CircuitStore;
    let count = 0;
    let id: CircuitId;

    beforeEach(() => {
      count += 1;
      id = { provider: "github", key: String(count) };
      store = create();
    });

    test("a circuit that was never written is closed", async () => {
      expect(await store.read(id)).toEqual(newCircuit);
    });

    test("a circuit has the state of its last change", async () => {
      expect(await store.replace(id, newCircuit, open)).toBe(true);
      expect(await store.read(id)).toEqual(open);
      expect(await store.replace(id, open, halfOpen)).toBe(true);
      expect(await store.read(id)).toEqual(halfOpen);
    });

    test("a writer that read an earlier version changes nothing", async () => {
      await store.replace(id, newCircuit, open);
      await store.replace(id, open, halfOpen);
      expect(await store.replace(id, newCircuit, open)).toBe(false);
      expect(await store.replace(id, open, { ...open, version: 2 })).toBe(false);
      expect(await store.read(id)).toEqual(halfOpen);
    });

    test("one of many concurrent changes succeeds", async () => {
      await store.replace(id, newCircuit, open);
      const changes = Array.from({ length: 20 }, (_, n) =>
        store.replace(id, open, { ...halfOpen, until: 2_000 + n }),
      );
      expect((await Promise.all(changes)).filter((done) => done)).toHaveLength(1);
    });

    test("circuits with another key or provider are independent", async () => {
      await store.replace(id, newCircuit, open);
      expect(await store.read({ ...id, key: "*" })).toEqual(newCircuit);
      expect(await store.read({ ...id, provider: "anthropic" })).toEqual(newCircuit);
    });
  });
}
