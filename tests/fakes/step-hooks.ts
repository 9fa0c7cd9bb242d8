import type { ExecutionInput } from "../../core/jobs/workflow.ts";
import type { CreateInstance, Handler } from "./interpreted-workflow.ts";

/** What happens on the outside right before a function of the workflow begins. */
export interface StepHooks {
  steps(own: CreateInstance): CreateInstance;
  /** Before the next invocation of the function of that name in the definition. */
  before(step: string, happen: () => void): void;
}

/** More than any job needs of one function: two steps that disagree would send it back and forth for ever. */
const mostInvocations = 10;

export function createStepHooks(): StepHooks {
  const waiting = new Map<string, () => void>();
  const invocations = new Map<string, number>();

  function watched(name: string, handler: Handler): Handler {
    return async (event, context) => {
      const { job_id } = event as ExecutionInput;
      const invocation = (invocations.get(name + job_id) ?? 0) + 1;
      invocations.set(name + job_id, invocation);
      if (invocation > mostInvocations) throw new Error(`${name} is invoked again and again`);
      const happen = waiting.get(name);
      waiting.delete(name);
      happen?.();
      return handler(event, context);
    };
  }

  return {
    steps: (own) =>
      Object.fromEntries(Object.entries(own).map(([name, create]) => [name, () => watched(name, create())])),
    before: (step, happen) => void waiting.set(step, happen),
  };
}
