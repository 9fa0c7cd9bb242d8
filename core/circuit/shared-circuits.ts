import { type Clock, isoTime } from "../clock.ts";
import { AutomationError } from "../errors.ts";
import type { Metrics } from "../metrics.ts";
import { type Circuit, newCircuit } from "./circuit.ts";
import type { CircuitPolicy } from "./circuit-policy.ts";
import type { CircuitStore } from "./circuit-store.ts";

export interface CircuitDeps {
  /** The provider of the circuits: `github`, `anthropic`. */
  provider: string;
  policy: CircuitPolicy;
  store: CircuitStore;
  clock: Clock;
  metrics: Pick<Metrics, "count">;
  log: {
    info(message: string, fields: Record<string, unknown>): void;
    error(message: string, fields: Record<string, unknown>): void;
  };
}

/** The circuits of one provider as one instance sees them. Logs failures of the store and never throws them. */
export interface SharedCircuits {
  /** Returns the circuit as this instance last read it, not older than the policy allows. */
  read(key: string): Promise<Circuit>;
  /** Applies `change` and returns the new circuit. Writes nothing if `change` returns the circuit that it was given. */
  change(key: string, change: (circuit: Circuit) => Circuit): Promise<Circuit>;
  /** Replaces exactly `known` with `next`. Returns false if that was not possible. */
  replace(key: string, known: Circuit, next: Circuit): Promise<boolean>;
}

/** Attempts of a change against concurrent ones, each of which leaves an equally valid circuit. */
const maxWriteAttempts = 3;

/** Creates one instance's view of a provider's circuits. It caches what it reads. */
export function createSharedCircuits(deps: CircuitDeps): SharedCircuits {
  const { provider, policy, store, clock, metrics, log } = deps;
  const known = new Map<string, { circuit: Circuit; readAt: number }>();

  function keep(key: string, circuit: Circuit): Circuit {
    known.set(key, { circuit, readAt: clock() });
    return circuit;
  }

  const lastKnown = (key: string): Circuit => known.get(key)?.circuit ?? newCircuit;

  async function put(key: string, before: Circuit, next: Circuit): Promise<boolean> {
    const replaced = await store.replace({ provider, key }, before, next);
    if (replaced) report(key, before, keep(key, next));
    else known.delete(key);
    return replaced;
  }

  /** Only the instance that made a change reports it, so each is reported once. */
  function report(key: string, before: Circuit, { state, until, openings, reason }: Circuit): void {
    if (before.state === state) return;
    if (state === "open") metrics.count("CircuitOpened");
    const fields = state === "closed" ? {} : { until: isoTime(until), openings, reason };
    log.info(`circuit ${state}`, { provider, key, ...fields });
  }

  /** A failure of the store says nothing about the provider: calls go on, and a circuit known to be open stays open. */
  function logStoreFailure(key: string, error: unknown): void {
    const code = error instanceof AutomationError ? { code: error.code } : {};
    log.error("circuit not reached", { provider, key, ...code });
  }

  return {
    async read(key) {
      const last = known.get(key);
      const maxAgeMs = last?.circuit.state === "closed" ? policy.closedReadMs : policy.openReadMs;
      if (last && clock() < last.readAt + maxAgeMs) return last.circuit;
      try {
        return keep(key, await store.read({ provider, key }));
      } catch (error) {
        logStoreFailure(key, error);
        return lastKnown(key);
      }
    },

    async replace(key, before, next) {
      try {
        return await put(key, before, next);
      } catch (error) {
        logStoreFailure(key, error);
        return false;
      }
    },

    async change(key, change) {
      try {
        for (let n = 0; n < maxWriteAttempts; n += 1) {
          const current = await store.read({ provider, key });
          const next = change(current);
          if (next === current) return keep(key, current);
          if (await put(key, current, next)) return next;
        }
      } catch (error) {
        logStoreFailure(key, error);
      }
      // At least this instance applies it.
      return keep(key, change(lastKnown(key)));
    },
  };
}
