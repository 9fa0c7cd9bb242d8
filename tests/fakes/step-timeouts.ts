import type { CreateInstance, Handler } from "./interpreted-workflow.ts";

export interface StepTimeouts {
  /** Lets the next invocation of that step time out; the workflow gets an error of that name. */
  next(step: string, error?: string): void;
  /** Results of the invocations that timed out: `done`, or the name of an error. */
  timedOut: Promise<string>[];
  steps(own: CreateInstance): CreateInstance;
}

/** Times steps out as Lambda does: the frozen invocation resumes later. */
export function createStepTimeouts(): StepTimeouts {
  const timedOut: Promise<string>[] = [];
  let timeout: { step: string; error: string } | null = null;

  function wrap(step: string, create: () => Handler): () => Handler {
    return () => {
      const handler = create();
      return (event, context) => {
        const work = handler(event, context);
        if (timeout?.step !== step) return work;
        const { error } = timeout;
        timeout = null;
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
      timeout = { step, error };
    },
    steps: (own) =>
      Object.fromEntries(Object.entries(own).map(([step, create]) => [step, wrap(step, create)])),
  };
}
