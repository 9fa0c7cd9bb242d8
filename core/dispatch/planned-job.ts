import type { Refusal } from "../jobs/job.ts";
import type { NewJob } from "../jobs/job-store.ts";

export interface PlannedJob {
  job: NewJob;
  /** What is wrong with the command itself, whoever asks. */
  refusals: Refusal[];
  /** Why this employee got it: stands in the job's first event. */
  reason: string;
}
