import type { Verdict } from "../../core/circuit/apply-verdict.ts";
import { type CircuitBreaker, createCircuitBreaker } from "../../core/circuit/circuit-breaker.ts";
import { modelPolicy } from "../../core/circuit/circuit-policy.ts";
import type { Outage } from "../../core/circuit/outage.ts";
import { AutomationError } from "../../core/errors.ts";
import type { Employee } from "../../core/roster/employee.ts";
import type { CircuitParts } from "../runtime/circuits.ts";
import { ProviderFailure } from "./failure.ts";
import { createModelNames, type ReadModelName } from "./name.ts";
import type { ModelProviderName } from "./requirements.ts";

/** Admits calls to model providers, or throws CircuitOpenError. */
export interface ModelCircuits {
  /** Throws CircuitOpenError while calls to the employee's provider are blocked. An employee without a model never waits. */
  admit(employee: Pick<Employee, "model">): Promise<void>;
  /** Returns the outage of the employee's provider; null while it can be called. Throws RetryableError. */
  outage(employee: Pick<Employee, "model">): Promise<Outage | null>;
  run<Result>(provider: ModelProviderName, call: () => Promise<Result>): Promise<Result>;
}

const allCallers = ["*"];

/** Creates the circuits `circuit#<provider>#*`. Providers limit accounts, so each has one circuit. */
export function createModelCircuits(
  parts: CircuitParts,
  stage: string,
  read: ReadModelName = createModelNames(stage),
): ModelCircuits {
  const breakers = new Map<ModelProviderName, CircuitBreaker>();

  function breakerOf(provider: ModelProviderName): CircuitBreaker {
    const known = breakers.get(provider);
    if (known) return known;
    const breaker = createCircuitBreaker({
      ...parts,
      provider,
      policy: modelPolicy,
      classifyError: classifyModelError,
    });
    breakers.set(provider, breaker);
    return breaker;
  }

  return {
    async admit({ model }) {
      if (model !== null) await breakerOf(read(model).provider).check(allCallers);
    },
    async outage({ model }) {
      if (model === null) return null;
      const { provider } = read(model);
      const { state, until, since } = await parts.store.read({ provider, key: "*" });
      // A circuit that a job may probe, or probes now, blocks nothing.
      return state === "open" && until > parts.clock() ? { provider, since } : null;
    },
    run: (provider, call) => breakerOf(provider).run(allCallers, call),
  };
}

/** Codes of errors.ts for a provider that is unreachable or failing. */
const failures = [
  "provider_unreachable",
  "provider_timeout",
  "provider_overloaded",
  "provider_failed",
  "provider_malformed_answer",
];

/** Codes of a call that never reached the provider, or failed for a reason of our own. */
const ours = ["model_call_failed", "model_call_aborted"];

/** Returns what an error of the model runner shows about the provider. A refused request or key counts as an answer. */
export function classifyModelError(error: unknown): Verdict {
  if (!(error instanceof AutomationError)) return { kind: "nothing" };
  const { code: reason, cause } = error;
  const seconds = cause instanceof ProviderFailure ? cause.retry_after_seconds : null;
  const waitMs = seconds === null ? null : seconds * 1_000;
  const failed = failures.includes(reason);
  if (reason === "provider_throttled" || (failed && waitMs !== null)) {
    return { kind: "limit", reason, waitMs, allCallers: true };
  }
  if (failed) return { kind: "failure", reason };
  const known = reason.startsWith("provider_") || reason.startsWith("model_");
  return known && !ours.includes(reason) ? { kind: "answer" } : { kind: "nothing" };
}
