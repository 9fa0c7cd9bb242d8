import type { ExecutionInput } from "../../core/jobs/workflow.ts";
import type { CreateInstance, Handler } from "./interpreted-workflow.ts";

/** Runs code of a test right before a function of the workflow. */
export interface StepHooks {
  steps(own: CreateInstance): CreateInstance;
  /** Runs it before the next invocation of that function, named as in the definition. */
  before(step: string, change: () => void): void;
}

/** More than any job needs of one function: otherwise two conflicting steps could loop endlessly. */
const mostInvocations = 10;

export function createStepHooks(): StepHooks {
  const waiting = new Map<string, () => void>();
  const invocations = new Map<string, number>();

  function watched(name: string, handler: Handler): Handler {
    return async (event, context) => {
      const { job_id } = event as ExecutionInput;
      const invocation = (invocations.get(name + job_id) ?? 0) + 1;
      invocations.set(name + job_id, invocation);
      if (invocation > mostInvocations)
        throw new Error(`${name} was invoked more than ${mostInvocations} times`);
      const change = waiting.get(name);
      waiting.delete(name);
      change?.();
      return handler(event, context);
    };
  }

  return {
    steps: (own) =>
      Object.fromEntries(Object.entries(own).map(([name, create]) => [name, () => watched(name, create())])),
    before: (step, change) => void waiting.set(step, change),
  };
}
