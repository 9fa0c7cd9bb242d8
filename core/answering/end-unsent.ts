import type { Job, Refusal } from "../jobs/job.ts";
import { isVisible } from "../jobs/job-mode.ts";
import type { JobChange, JobStore } from "../jobs/job-store.ts";

interface Unsent {
  actor: string;
  /** What a visible job would have shown: `answered`, `refused: permission` or the code of a failure. */
  would: string;
  change?: JobChange;
}

/** Ends a job in shadow, whose end is not posted. The record keeps its result. Returns the job. */
export function endUnsent(
  job: Job,
  { actor, would, change }: Unsent,
  { jobs }: { jobs: Pick<JobStore, "transition"> },
): Promise<Job> {
  const ids = { execution: job.execution_arn ?? "" };
  return jobs.transition(job, "IGNORED", { actor, reason: `${job.mode}, would be ${would}`, ids }, change);
}

/** Returns the words for refusals in the reason of a job in shadow. */
export function refusedBecause(refusals: readonly Refusal[]): string {
  return `refused: ${refusals.map(({ code }) => code).join(", ")}`;
}

/** Throws for a job in shadow: whatever calls this is about to change something on GitHub. */
export function requireVisible(job: Job): void {
  if (!isVisible(job)) throw new Error(`The job ${job.job_id} is in ${job.mode}: nothing of it is posted`);
}
