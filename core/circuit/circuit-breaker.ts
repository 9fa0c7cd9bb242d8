import { type CallPermit, createAdmission } from "./admit-call.ts";
import { createApplyVerdict, type Verdict } from "./apply-verdict.ts";
import { circuitOpenError } from "./circuit-open.ts";
import { type CircuitDeps, createSharedCircuits } from "./shared-circuits.ts";

export interface CircuitBreakerDeps extends CircuitDeps {
  /** Returns what an error that a call threw shows about the provider. */
  classifyError(error: unknown): Verdict;
}

/** `keys` go from the general to the particular: every circuit must admit the call, failures count for the last. */
export interface CircuitBreaker {
  /** Throws CircuitOpenError if a call would have to wait now. Calls nothing and changes nothing. */
  check(keys: string[]): Promise<void>;
  /**
   * Makes the call and returns its result. Throws CircuitOpenError if a circuit is open, or if the call's failure opens
   * one (with that failure as the cause); throws any other error of the call unchanged. Calls must not be nested.
   */
  run<Result>(keys: string[], call: () => Promise<Result>): Promise<Result>;
}

/** Creates the circuit breaker of one provider. All instances share its circuits. */
export function createCircuitBreaker(deps: CircuitBreakerDeps): CircuitBreaker {
  const { provider, clock, classifyError } = deps;
  const shared = createSharedCircuits(deps);
  const { check, admit } = createAdmission(deps, shared);
  const applyVerdict = createApplyVerdict(deps, shared);

  async function make<Result>(permits: CallPermit[], call: () => Promise<Result>): Promise<Result> {
    let result: Result;
    try {
      result = await call();
    } catch (error) {
      const open = await applyVerdict(permits, classifyError(error));
      throw open ? circuitOpenError(provider, open, clock(), error) : error;
    }
    await applyVerdict(permits, { kind: "answer" });
    return result;
  }

  return {
    async check(keys) {
      await check(keys);
    },
    async run(keys, call) {
      const { permits, end } = await admit(keys);
      try {
        return await make(permits, call);
      } finally {
        end();
      }
    },
  };
}
