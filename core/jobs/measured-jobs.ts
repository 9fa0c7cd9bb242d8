import { FencedError } from "../errors.ts";
import type { Metrics } from "../metrics.ts";
import { hasFailed } from "./has-failed.ts";
import type { Job } from "./job.ts";
import { isTerminal, type JobState } from "./job-state.ts";
import type { EventNote, JobStore } from "./job-store.ts";

/**
 * The job table, counting each job when it ends and timing its answer. The transition is what counts: a repeated
 * step finds the job over and makes none.
 */
export function measuredJobs(jobs: JobStore, metrics: Metrics): JobStore {
  function count(job: Job): void {
    const { employee } = job;
    metrics.count("JobFinished", { outcome: outcomeOf(job), employee });
    if (job.state === "NOTIFIED")
      metrics.time("ReceiptToAnswer", millisecondsSinceReceipt(job), { employee });
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
        // It may have landed all the same, and then nobody makes it again.
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
 * Jobs from before the receipt was kept are timed from their creation, which followed it; a job that somebody had
 * begun anew from that moment, as nobody waited for it before.
 */
function millisecondsSinceReceipt({ retried_at, received_at, created_at, last_event }: Job): number {
  return Date.parse(last_event.at) - Date.parse(retried_at ?? received_at ?? created_at);
}
