import { Session } from "node:inspector/promises";
import { setFlagsFromString } from "node:v8";

export interface BlockRuns {
  /** Returns how often blocks of the measured code ran since the last call. */
  take(): Promise<number>;
  stop(): void;
}

/** Optimized code skips counting. Without these compilers, the number is the same every time. */
const optimisers = ["opt", "maglev", "sparkplug"];

/**
 * Counts how often the blocks of code run in the files whose URL is measured. Must start before this code is first called:
 * V8 counts only in code that it compiles later.
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
