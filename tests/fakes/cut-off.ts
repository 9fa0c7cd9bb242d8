import type { CreateInstance, Handler } from "./interpreted-workflow.ts";

export interface CutOff {
  /** The next invocation of that step is cut off, and the workflow is told of it by an error of that name. */
  next(step: string, error?: string): void;
  /** How the invocations ended that the platform has given up: `done`, or the name of an error. */
  givenUp: Promise<string>[];
  steps(own: CreateInstance): CreateInstance;
}

/** Lambda ends an invocation at its time limit; a frozen one wakes up later and goes on. */
export function createCutOff(): CutOff {
  const givenUp: Promise<string>[] = [];
  let cut: { step: string; error: string } | null = null;

  function wrap(step: string, create: () => Handler): () => Handler {
    return () => {
      const handler = create();
      return (event, context) => {
        const work = handler(event, context);
        if (cut?.step !== step) return work;
        const { error } = cut;
        cut = null;
        givenUp.push(
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
    givenUp,
    next(step, error = "Sandbox.Timedout") {
      cut = { step, error };
    },
    steps: (own) =>
      Object.fromEntries(Object.entries(own).map(([step, create]) => [step, wrap(step, create)])),
  };
}
