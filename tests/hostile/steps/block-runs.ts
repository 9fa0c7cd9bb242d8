import { Session } from "node:inspector/promises";
import { setFlagsFromString } from "node:v8";

export interface BlockRuns {
  /** How often blocks of the measured code ran since the last time that it was asked. */
  take(): Promise<number>;
  stop(): void;
}

/** Optimised code leaves runs out: without these, the number is the same every time. */
const optimisers = ["opt", "maglev", "sparkplug"];

/**
 * Counts how often the blocks of code run in the files whose URL is measured. Begin before that code is called for
 * the first time: V8 counts in what it compiles from then on.
 */
export async function startBlockRuns(isMeasured: (url: string) => boolean): Promise<BlockRuns> {
  for (const optimiser of optimisers) setFlagsFromString(`--no-${optimiser}`);
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  return {
    async take() {
      const { result } = await session.post("Profiler.takePreciseCoverage");
      return result
        .filter(({ url }) => isMeasured(url))
        .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges))
        .reduce((sum, { count }) => sum + count, 0);
    },
    stop() {
      session.disconnect();
      for (const optimiser of optimisers) setFlagsFromString(`--${optimiser}`);
    },
  };
}
