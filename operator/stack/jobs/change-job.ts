import { cancelJob } from "../../../core/jobs/cancel-job.ts";
import type { Job } from "../../../core/jobs/job.ts";
import { executionName } from "../../../core/jobs/job-id.ts";
import type { EventNote } from "../../../core/jobs/job-store.ts";
import { retryJob } from "../../../core/jobs/retry-job.ts";
import type { JobFailure } from "../../cli/each-job.ts";
import type { Stack } from "../find-stack.ts";
import { stackPorts } from "../stack-ports.ts";
import { isOver, notRetried, unknownJob } from "./refusal-texts.ts";

/** What was done with a job, in a sentence, or why not. */
export type JobChanged = { done: string; job: Job } | JobFailure;

type By = Pick<EventNote, "actor" | "reason">;

/** Has a job that ended without an answer begun anew, as another attempt. */
export async function retryOne(id: string, by: By, stack: Stack): Promise<JobChanged> {
  const retried = await retryJob(id, by, stackPorts(stack));
  if (retried.kind === "refused") {
    const { job, code } = retried;
    return job && code !== "unknown" ? notRetried(job, code, stack) : unknownJob(id, stack);
  }
  const { job } = retried;
  const execution = executionName(job.job_id, job.attempt);
  return { done: `Attempt ${job.attempt} of ${job.job_id} is under way: execution ${execution}.`, job };
}

/** Ends a job that is under way or waits. */
export async function cancelOne(id: string, by: By, stack: Stack): Promise<JobChanged> {
  const cancelled = await cancelJob(id, by, stackPorts(stack));
  if (cancelled.kind === "refused") return cancelled.job ? isOver(cancelled.job) : unknownJob(id, stack);
  return { done: `Cancelled ${id}: it will make no further changes.`, job: cancelled.job };
}
