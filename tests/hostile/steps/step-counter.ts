import { startBlockRuns } from "./block-runs.ts";
import { startBuiltInSteps } from "./built-in-steps.ts";

export interface StepCounter {
  /** Returns the steps of the work, which do not depend on the machine or its load. */
  of(work: () => unknown): Promise<number>;
  stop(): void;
}

/** Counts the steps of the code in the files whose URL is measured, and of all built-ins called meanwhile. */
export async function startStepCounter(isMeasured: (url: string) => boolean): Promise<StepCounter> {
  const blocks = await startBlockRuns(isMeasured);
  return {
    async of(work) {
      await blocks.take();
      const builtIns = startBuiltInSteps();
      let steps = 0;
      try {
        await work();
      } finally {
        steps = builtIns.stop();
      }
      return steps + (await blocks.take());
    },
    stop: () => blocks.stop(),
  };
}
