import { cancelJob } from "../../../core/jobs/cancel-job.ts";
import type { Job } from "../../../core/jobs/job.ts";
import { executionName } from "../../../core/jobs/job-id.ts";
import { isVisible } from "../../../core/jobs/job-mode.ts";
import type { EventNote } from "../../../core/jobs/job-store.ts";
import { type RetryRefusal, retryJob } from "../../../core/jobs/retry-job.ts";
import type { Failure } from "../describe-failure.ts";
import type { Stack } from "../find-stack.ts";
import { oneLine } from "../format.ts";
import { stackPorts } from "../stack-ports.ts";
import { stateText } from "./job-summary.ts";

/** The change as a sentence, or why the job was not changed. */
export type ChangedJob = { done: string; job: Job } | Failure;

type By = Pick<EventNote, "actor" | "reason">;

/** Starts another attempt of a job that ended without an answer. */
export async function retryOne(id: string, by: By, stack: Stack): Promise<ChangedJob> {
  const retried = await retryJob(id, by, stackPorts(stack));
  if (retried.kind === "refused") {
    const { job, code } = retried;
    return job && code !== "unknown" ? notRetried(job, code, stack) : unknownJob(id, stack);
  }
  const { job } = retried;
  const execution = executionName(job.job_id, job.attempt);
  return { done: `Started attempt ${job.attempt} of ${job.job_id}: execution ${execution}.`, job };
}

/** Ends an unfinished job. */
export async function cancelOne(id: string, by: By, stack: Stack): Promise<ChangedJob> {
  const cancelled = await cancelJob(id, by, stackPorts(stack));
  if (cancelled.kind === "refused") return cancelled.job ? finished(cancelled.job) : unknownJob(id, stack);
  return { done: `Cancelled ${id}: it will make no further changes.`, job: cancelled.job };
}

export function unknownJob(jobId: string, { name, stage }: Stack): Failure {
  return {
    message: `There is no job ${oneLine(jobId)} in ${name}.`,
    advice: `List the jobs: npx --no pr-automation jobs --stage ${stage}. Give the whole ID, including the employee's name.`,
  };
}

function notRetried(job: Job, code: Exclude<RetryRefusal, "unknown">, { stage }: Stack): Failure {
  const { job_id, state, mode, refusals } = job;
  const texts: Record<typeof code, Failure> = {
    answered: {
      message: `The job ${job_id} was answered.`,
      advice: "Ask again in a new comment: each request gets one answer.",
    },
    under_way: {
      message: `The job ${job_id} is running (${state}).`,
      advice: `Wait: if its execution has ended, the sweeper restarts it. Or end it first: cancel ${job_id}.`,
    },
    not_dispatched: {
      message: `The job ${job_id} was never dispatched (${state}).`,
      advice: `Its message is in the queue or a dead-letter message: dlq list --stage ${stage}. Or: replay ${job_id}.`,
    },
    command_wrong: {
      message: `The command of ${job_id} is invalid (${refusals.map((one) => one.code).join(", ")}).`,
      advice: "Give it again, in a new comment.",
    },
    no_effect: {
      message: `The job ${job_id} gets no answer (${isVisible({ mode }) ? state : "in shadow"}).`,
      advice: "Jobs in shadow and jobs replaced by a later command cannot be retried.",
    },
  };
  return texts[code];
}

function finished(job: Job): Failure {
  const { job_id, last_event } = job;
  return {
    message: `The job ${job_id} has already finished (${stateText(job)}), at ${last_event.at}.`,
    advice: "There is nothing to cancel. `job` shows how it ended.",
  };
}
