import type { CreateInstance, Handler } from "./interpreted-workflow.ts";

export interface StepTimeouts {
  /** Cuts off the next invocation of that step; the workflow gets an error of that name. */
  next(step: string, error?: string): void;
  /** Results of the invocations that the platform gave up: `done`, or the name of an error. */
  timedOut: Promise<string>[];
  steps(own: CreateInstance): CreateInstance;
}

/** Lambda ends an invocation at its time limit; a frozen one resumes later. */
export function createStepTimeouts(): StepTimeouts {
  const timedOut: Promise<string>[] = [];
  let cut: { step: string; error: string } | null = null;

  function wrap(step: string, create: () => Handler): () => Handler {
    return () => {
      const handler = create();
      return (event, context) => {
        const work = handler(event, context);
        if (cut?.step !== step) return work;
        const { error } = cut;
        cut = null;
        timedOut.push(
          work.then(
            () => "done",
            ({ name }: Error) => name,
          ),
        );
        return Promise.reject(Object.assign(new Error("Task timed out"), { name: error }));
      };
    };
  }

  return {
    timedOut,
    next(step, error = "Sandbox.Timedout") {
      cut = { step, error };
    },
    steps: (own) =>
      Object.fromEntries(Object.entries(own).map(([step, create]) => [step, wrap(step, create)])),
  };
}
