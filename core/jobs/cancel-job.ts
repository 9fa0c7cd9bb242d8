import { FencedError } from "../errors.ts";
import type { Job } from "./job.ts";
import { executionName } from "./job-id.ts";
import { isTerminal } from "./job-state.ts";
import type { EventNote, JobStore } from "./job-store.ts";
import type { StoppableWorkflow } from "./workflow.ts";

type Cancellation =
  | { kind: "cancelled"; job: Job }
  | { kind: "refused"; code: "unknown" | "over"; job: Job | null };

export interface CancelPorts {
  jobs: Pick<JobStore, "read" | "transition">;
  workflow: Pick<StoppableWorkflow, "stop">;
}

/** Each step of the job claims it once or twice, and then the cancellation has to be repeated. */
const maxWriteAttempts = 10;

/** Returns whether a user may cancel the job. */
export function canCancel({ state }: Pick<Job, "state">): boolean {
  return !isTerminal(state);
}

/**
 * Cancels a job for a person (`by`). From then on no step of the job can write; a running step is not interrupted. The
 * sweeper then calls `reportCancellation` for the comment on the pull request.
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
      // An earlier cancellation may have crashed before it stopped the execution.
      if (job.state === "CANCELLED") await stop();
      return { kind: "refused", code: "over", job };
    }
    try {
      const ids = { delivery: job.delivery_id, ...(job.execution_arn && { execution: job.execution_arn }) };
      const cancelled = await jobs.transition(job, "CANCELLED", { ...by, ids });
      await stop();
      return { kind: "cancelled", job: cancelled };
    } catch (error) {
      if (!(error instanceof FencedError) || tried === maxWriteAttempts) throw error;
    }
  }
}
