import { readEndState } from "../processes/rig/end-state.ts";
import { processTree } from "../processes/rig/function-processes.ts";
import type { Rig } from "../processes/rig/rig.ts";
import type { Feed } from "./feed.ts";
import { quantile } from "./quantile.ts";

export interface Sample {
  /** Seconds since the start. */
  at: number;
  asked: number;
  /** Resident bytes of the main process, which has the stores, and of all functions' processes. */
  mainMemory: number;
  functionMemory: number;
  functionProcesses: number;
  queued: number;
  deadLetters: number;
  openJobs: number;
  answers: number;
  /** Milliseconds, of the answers since the previous sample; null without any. */
  p50: number | null;
  p95: number | null;
}

export async function takeSample(rig: Rig, feed: Feed, started: number): Promise<Sample> {
  const [main, ...others] = processTree(rig.pid);
  const functions = others.filter(({ command }) => /\/functions\/[^/]+\/main\./.test(command));
  const { queued, deadLetters, unfinishedJobs } = await readEndState(rig.aws);
  const latencies = feed.takeLatencies();
  return {
    at: (Date.now() - started) / 1_000,
    asked: feed.threads.length,
    mainMemory: main?.memory ?? 0,
    functionMemory: functions.reduce((sum, { memory }) => sum + memory, 0),
    functionProcesses: functions.length,
    queued,
    deadLetters,
    openJobs: unfinishedJobs,
    answers: latencies.length,
    p50: quantile(latencies, 0.5),
    p95: quantile(latencies, 0.95),
  };
}
