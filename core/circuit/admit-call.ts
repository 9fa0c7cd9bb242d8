import { type Circuit, decideAdmission, leased, released } from "./circuit.ts";
import { circuitOpenError, circuitWithLongestWait } from "./circuit-open.ts";
import { createInFlightProbes } from "./in-flight-probes.ts";
import type { CircuitDeps, SharedCircuits } from "./shared-circuits.ts";

/** A circuit that admitted a call; with a lease if the call is the probe that tests an open circuit. */
export interface CallPermit {
  key: string;
  lease: Circuit | null;
}

export interface Admission {
  /** Throws CircuitOpenError if a call would have to wait now. Changes nothing. */
  check(keys: string[]): Promise<Circuit[]>;
  /** Admits one call through all circuits, or throws CircuitOpenError. The caller calls `end` when the call has ended. */
  admit(keys: string[]): Promise<{ permits: CallPermit[]; end(): void }>;
}

/** Creates the admission of calls through one provider's circuits. */
export function createAdmission(deps: CircuitDeps, shared: SharedCircuits): Admission {
  const { provider, policy, clock } = deps;
  const probes = createInFlightProbes();

  async function check(keys: string[]): Promise<Circuit[]> {
    const circuits = await Promise.all(keys.map(shared.read));
    const waits = circuits.filter((circuit) => decideAdmission(circuit, clock()).kind === "wait");
    const longest = circuitWithLongestWait(waits, clock());
    if (longest) throw circuitOpenError(provider, longest, clock());
    return circuits;
  }

  /** Checks once no probe of this instance is in flight. The call's own probe counts from here on. */
  async function checkInTurn(keys: string[]): Promise<{ circuits: Circuit[]; end(): void }> {
    for (;;) {
      await probes.inFlight(keys);
      try {
        const circuits = await check(keys);
        if (probes.inFlight(keys)) continue;
        return { circuits, end: probes.begin(keys.filter((_, n) => circuits[n]?.state !== "closed")) };
      } catch (error) {
        if (!probes.inFlight(keys)) throw error;
      }
    }
  }

  async function lease(keys: string[], circuits: Circuit[]): Promise<CallPermit[]> {
    const permits: CallPermit[] = [];
    for (const [n, circuit] of circuits.entries()) {
      const key = keys[n] ?? "";
      const leaseOf = circuit.state === "closed" ? null : leased(circuit, clock(), policy);
      if (leaseOf && !(await shared.replace(key, circuit, leaseOf))) {
        await releaseLeases(permits, shared, clock());
        throw circuitOpenError(provider, { ...leaseOf, reason: circuit.reason }, clock());
      }
      permits.push({ key, lease: leaseOf });
    }
    return permits;
  }

  return {
    check,
    async admit(keys) {
      const { circuits, end } = await checkInTurn(keys);
      try {
        return { permits: await lease(keys, circuits), end };
      } catch (error) {
        end();
        throw error;
      }
    },
  };
}

/** Returns unused leases, so another caller may probe. */
export async function releaseLeases(
  permits: CallPermit[],
  shared: SharedCircuits,
  now: number,
): Promise<void> {
  for (const { key, lease } of permits) if (lease) await shared.replace(key, lease, released(lease, now));
}
