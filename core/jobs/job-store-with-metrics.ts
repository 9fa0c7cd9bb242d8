import { FencedError } from "../errors.ts";
import type { Metrics } from "../metrics.ts";
import type { Job } from "./job.ts";
import { hasFailed } from "./job-failure.ts";
import { isTerminal, type JobState } from "./job-state.ts";
import type { EventNote, JobStore } from "./job-store.ts";
import { idsOfJob } from "./log-ids.ts";

interface ReportPorts {
  metrics: Metrics;
  log: { info(message: string, fields: Record<string, unknown>): void };
}

/**
 * Wraps the job store, and counts and logs each job that finishes, with the time to its answer. Counts the transition
 * itself: a repeated step finds the job finished and makes no transition.
 */
export function jobStoreWithMetrics(jobs: JobStore, { metrics, log }: ReportPorts): JobStore {
  function count(job: Job): void {
    const milliseconds = job.state === "NOTIFIED" ? millisecondsSinceReceipt(job) : undefined;
    metrics.share("JobFailed", hasFailed(job));
    if (milliseconds !== undefined) metrics.time("ReceiptToAnswer", milliseconds);
    log.info("job finished", { ...idsOfJob(job), outcome: outcomeOf(job), milliseconds });
  }
  return {
    ...jobs,
    async transition(job, to, note, change) {
      if (!isTerminal(to)) return jobs.transition(job, to, note, change);
      try {
        const ended = await jobs.transition(job, to, note, change);
        count(ended);
        return ended;
      } catch (error) {
        // The write may have landed nevertheless. Then no other step makes the transition.
        const landed = error instanceof FencedError ? null : await findLanded(job, to, note, jobs);
        if (landed) count(landed);
        throw error;
      }
    },
  };
}

async function findLanded(job: Job, to: JobState, note: EventNote, jobs: JobStore): Promise<Job | null> {
  const current = await jobs.read(job.job_id).catch(() => null);
  const own = current?.version === job.version + 1 && current.fence === job.fence;
  return own && current.state === to && current.last_event.actor === note.actor ? current : null;
}

function outcomeOf(job: Job): string {
  if (hasFailed(job)) return "failed";
  return job.state === "NOTIFIED" && job.outcome ? job.outcome : job.state.toLowerCase();
}

/**
 * A retried job is timed from the retry, because no user waited for it before. Jobs of earlier versions have no time of
 * receipt and are timed from their creation.
 */
function millisecondsSinceReceipt({ retried_at, received_at, created_at, last_event }: Job): number {
  return Date.parse(last_event.at) - Date.parse(retried_at ?? received_at ?? created_at);
}
