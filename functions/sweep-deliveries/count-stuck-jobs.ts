import { type Clock, isoTime } from "../../core/clock.ts";
import { stuckAfterMs } from "../../core/jobs/job-limits.ts";
import { undispatchedStates } from "../../core/jobs/job-state.ts";
import type { JobIndex } from "../../core/jobs/job-store.ts";
import type { Metrics } from "../../core/metrics.ts";
import { jobsInStates } from "./sweep-jobs.ts";

export interface StuckPorts {
  clock: Clock;
  index: JobIndex;
  metrics: Metrics;
  log: { error(message: string, fields: Record<string, unknown>): void };
}

const maxCounted = 100;

/**
 * Counts jobs that were recorded and never dispatched: their message is in the dead-letter queue, where an operator
 * replays it. Returns no errors: it works on all jobs or throws.
 */
export async function countStuckJobs({ clock, index, metrics, log }: StuckPorts): Promise<unknown[]> {
  const times = { before: isoTime(clock() - stuckAfterMs) };
  const found = await jobsInStates(undispatchedStates, times, maxCounted, { index });
  const stuck = found.slice(0, maxCounted);
  for (const _job of stuck) metrics.count("JobStuck");
  if (stuck.length > 0) log.error("jobs stuck", { job_ids: stuck.slice(0, 20).map(({ job_id }) => job_id) });
  return [];
}
