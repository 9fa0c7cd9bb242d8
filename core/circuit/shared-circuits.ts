import { type Clock, isoTime } from "../clock.ts";
import { AutomationError } from "../errors.ts";
import type { Metrics } from "../metrics.ts";
import { type Circuit, untouched } from "./circuit.ts";
import type { CircuitPolicy } from "./circuit-policy.ts";
import type { CircuitStore } from "./circuit-store.ts";

export interface CircuitDeps {
  /** Whom the circuits are of: `github`, `anthropic`. */
  provider: string;
  policy: CircuitPolicy;
  store: CircuitStore;
  clock: Clock;
  metrics: Metrics;
  log: {
    info(message: string, fields: Record<string, unknown>): void;
    error(message: string, fields: Record<string, unknown>): void;
  };
}

/** The circuits of one provider as one instance sees and changes them. No failure of the store gets out. */
export interface SharedCircuits {
  /** As it was a moment ago. */
  seen(key: string): Promise<Circuit>;
  /** Changes it, unless `change` answers the circuit that it was given; answers what is there afterwards. */
  change(key: string, change: (circuit: Circuit) => Circuit): Promise<Circuit>;
  /** Puts `next` in the place of exactly `known`; false when it could not be. */
  replace(key: string, known: Circuit, next: Circuit): Promise<boolean>;
}

/** So often a change is tried against others; each of them leaves a circuit that is as good as ours. */
const tries = 3;

export function createSharedCircuits(deps: CircuitDeps): SharedCircuits {
  const { provider, policy, store, clock, metrics, log } = deps;
  const known = new Map<string, { circuit: Circuit; readAt: number }>();

  function keep(key: string, circuit: Circuit): Circuit {
    known.set(key, { circuit, readAt: clock() });
    return circuit;
  }

  const asKnown = (key: string): Circuit => known.get(key)?.circuit ?? untouched;

  async function put(key: string, before: Circuit, next: Circuit): Promise<boolean> {
    const replaced = await store.replace({ provider, key }, before, next);
    if (replaced) tell(key, before, keep(key, next));
    else known.delete(key);
    return replaced;
  }

  /** Whoever made the change tells of it, so each is told once. */
  function tell(key: string, before: Circuit, { state, until, openings, reason }: Circuit): void {
    if (before.state === state) return;
    metrics.count("CircuitState", { provider, state });
    const fields = state === "closed" ? {} : { until: isoTime(until), openings, reason };
    log.info(`circuit ${state}`, { provider, key, ...fields });
  }

  /** The store's own failure says nothing of the provider: calls go on, and what was known to be open stays so. */
  function complain(key: string, error: unknown): void {
    const code = error instanceof AutomationError ? { code: error.code } : {};
    log.error("circuit not reached", { provider, key, ...code });
  }

  return {
    async seen(key) {
      const last = known.get(key);
      const believedMs = last?.circuit.state === "closed" ? policy.closedReadMs : policy.openReadMs;
      if (last && clock() < last.readAt + believedMs) return last.circuit;
      try {
        return keep(key, await store.read({ provider, key }));
      } catch (error) {
        complain(key, error);
        return asKnown(key);
      }
    },

    async replace(key, before, next) {
      try {
        return await put(key, before, next);
      } catch (error) {
        complain(key, error);
        return false;
      }
    },

    async change(key, change) {
      try {
        for (let n = 0; n < tries; n += 1) {
          const current = await store.read({ provider, key });
          const next = change(current);
          if (next === current) return keep(key, current);
          if (await put(key, current, next)) return next;
        }
      } catch (error) {
        complain(key, error);
      }
      // At least this instance keeps to it.
      return keep(key, change(asKnown(key)));
    },
  };
}
