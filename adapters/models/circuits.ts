import { type CircuitBreaker, createCircuitBreaker } from "../../core/circuit/circuit-breaker.ts";
import { modelPolicy } from "../../core/circuit/circuit-policy.ts";
import type { Outage } from "../../core/circuit/outage.ts";
import type { Verdict } from "../../core/circuit/judge-call.ts";
import { AutomationError } from "../../core/errors.ts";
import type { Employee } from "../../core/roster/employee.ts";
import type { CircuitParts } from "../runtime/circuits.ts";
import { ProviderFailure } from "./failure.ts";
import { createModelNames, type ReadModelName } from "./name.ts";
import type { ModelProviderName } from "./requirements.ts";

/** Lets calls of a model's provider pass, or throws CircuitOpenError. */
export interface ModelCircuits {
  /** Throws while the employee's provider is not to be called; an employee without a model never waits. */
  admit(employee: Pick<Employee, "runner" | "model">): Promise<void>;
  /** Returns the outage of the employee's provider; null while it can be called. Throws RetryableError. */
  outage(employee: Pick<Employee, "runner" | "model">): Promise<Outage | null>;
  run<Result>(provider: ModelProviderName, call: () => Promise<Result>): Promise<Result>;
}

const everybody = ["*"];

/** `circuit#<provider>#*`: the providers' limits are those of the account that the key belongs to. */
export function createModelCircuits(
  parts: CircuitParts,
  stage: string,
  read: ReadModelName = createModelNames(stage),
): ModelCircuits {
  const breakers = new Map<ModelProviderName, CircuitBreaker>();

  function breakerOf(provider: ModelProviderName): CircuitBreaker {
    const known = breakers.get(provider);
    if (known) return known;
    const breaker = createCircuitBreaker({ ...parts, provider, policy: modelPolicy, judge: judgeModel });
    breakers.set(provider, breaker);
    return breaker;
  }

  return {
    async admit({ runner, model }) {
      if (runner === "model") await breakerOf(read(model).provider).check(everybody);
    },
    async outage({ runner, model }) {
      if (runner !== "model") return null;
      const { provider } = read(model);
      const { state, until, since } = await parts.store.read({ provider, key: "*" });
      // One that may be called, or that a job calls to try, works as far as anybody knows: that job does not wait.
      return state === "open" && until > parts.clock() ? { provider, since } : null;
    },
    run: (provider, call) => breakerOf(provider).run(everybody, call),
  };
}

/** Codes of model-errors.ts for a provider that is not there or not well. */
const failures = [
  "provider_unreachable",
  "provider_timeout",
  "provider_overloaded",
  "provider_failed",
  "provider_malformed_answer",
];

/** Codes of a call that ended before its provider could have been asked, or for a reason of our own. */
const ours = ["model_call_failed", "model_call_aborted"];

/** What an error of the model runner says of the provider. A request or a key that was refused was answered. */
export function judgeModel(error: unknown): Verdict {
  if (!(error instanceof AutomationError)) return { kind: "nothing" };
  const { code: reason, cause } = error;
  const seconds = cause instanceof ProviderFailure ? cause.retry_after_seconds : null;
  const waitMs = seconds === null ? null : seconds * 1_000;
  const failed = failures.includes(reason);
  if (reason === "provider_throttled" || (failed && waitMs !== null)) {
    return { kind: "limit", reason, waitMs, everybody: true };
  }
  if (failed) return { kind: "failure", reason };
  const known = reason.startsWith("provider_") || reason.startsWith("model_");
  return known && !ours.includes(reason) ? { kind: "answer" } : { kind: "nothing" };
}
