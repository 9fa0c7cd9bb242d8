import { type Clock, isoTime } from "../../core/clock.ts";
import type { JobIndex } from "../../core/jobs/job-index.ts";
import type { Metrics } from "../../core/metrics.ts";

export interface StuckPorts {
  clock: Clock;
  index: JobIndex;
  metrics: Metrics;
  log: { error(message: string, fields: Record<string, unknown>): void };
}

/** The queue has given a message up by then. */
const stuckMs = 3_600_000;
const counted = 100;

/**
 * Counts jobs that were planned and never dispatched: their message is among the dead letters, which an operator
 * looks at and sends again. Answers what failed: nothing can but all of it.
 */
export async function countStuckJobs({ clock, index, metrics, log }: StuckPorts): Promise<unknown[]> {
  const before = isoTime(clock() - stuckMs);
  const found = await Promise.all(
    (["RECEIVED", "VALIDATED"] as const).map((state) => index.inState(state, { before }, counted)),
  );
  const stuck = found.flat().slice(0, counted);
  for (const _job of stuck) metrics.count("JobStuck");
  if (stuck.length > 0) log.error("jobs stuck", { job_ids: stuck.slice(0, 20).map(({ job_id }) => job_id) });
  return [];
}
