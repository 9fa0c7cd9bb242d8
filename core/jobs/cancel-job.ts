import { FencedError } from "../errors.ts";
import type { Job } from "./job.ts";
import { executionName } from "./job-id.ts";
import { isTerminal } from "./job-state.ts";
import type { EventNote, JobStore } from "./job-store.ts";
import type { StoppableWorkflow } from "./workflow.ts";

export type Cancellation =
  | { kind: "cancelled"; job: Job }
  | { kind: "refused"; code: "unknown" | "over"; job: Job | null };

export interface CancelPorts {
  jobs: Pick<JobStore, "read" | "transition">;
  workflow: Pick<StoppableWorkflow, "stop">;
}

/** Returns whether a user may cancel the job. */
export function canCancel({ state }: Pick<Job, "state">): boolean {
  return !isTerminal(state);
}

/** Each step takes the job over once or twice: somebody else is faster now and then. */
const tries = 10;

/**
 * Ends a job because a person asks (`by`: who, and why). From then on none of its steps can write; the one that is
 * being worked on is let run out. What stands on the pull request is closed by `tellCancelled`, which the sweeper calls.
 */
export async function cancelJob(
  jobId: string,
  by: Pick<EventNote, "actor" | "reason">,
  { jobs, workflow }: CancelPorts,
): Promise<Cancellation> {
  for (let tried = 1; ; tried += 1) {
    const job = await jobs.read(jobId);
    if (!job) return { kind: "refused", code: "unknown", job };
    const stop = () => workflow.stop(executionName(jobId, job.attempt));
    if (!canCancel(job)) {
      // Somebody's cancelling may have been cut off here.
      if (job.state === "CANCELLED") await stop();
      return { kind: "refused", code: "over", job };
    }
    try {
      const ids = { delivery: job.delivery_id, ...(job.execution_arn && { execution: job.execution_arn }) };
      const cancelled = await jobs.transition(job, "CANCELLED", { ...by, ids });
      await stop();
      return { kind: "cancelled", job: cancelled };
    } catch (error) {
      if (!(error instanceof FencedError) || tried === tries) throw error;
    }
  }
}
