import type { Job } from "../../../core/jobs/job.ts";
import type { RetryRefusal } from "../../../core/jobs/retry-job.ts";
import type { JobFailure } from "../../cli/each-job.ts";
import { shown } from "../../cli/output/table.ts";
import type { Stack } from "../find-stack.ts";
import { jobState } from "./job-state-text.ts";

export function unknownJob(jobId: string, { name, stage }: Stack): JobFailure {
  return {
    message: `There is no job ${shown(jobId)} in ${name}.`,
    advice: `List the jobs: npx --no pr-automation jobs --stage ${stage}. Give the whole ID, including the employee's name.`,
  };
}

/** Why a job is not tried again. */
export function notRetried(job: Job, code: Exclude<RetryRefusal, "unknown">, { stage }: Stack): JobFailure {
  const { job_id, state, mode, refusals } = job;
  const texts: Record<typeof code, JobFailure> = {
    answered: {
      message: `The job ${job_id} was answered.`,
      advice: "Ask again in a new comment: one request has one answer.",
    },
    under_way: {
      message: `The job ${job_id} is under way (${state}).`,
      advice: `Wait: if its execution has ended, the sweeper begins it anew. Or end it first: cancel ${job_id}.`,
    },
    not_dispatched: {
      message: `The job ${job_id} was never dispatched (${state}).`,
      advice: `Its message waits in the queue or among the dead letters: dlq list --stage ${stage}. Or: replay ${job_id}.`,
    },
    command_wrong: {
      message: `The command of ${job_id} itself is wrong (${refusals.map((one) => one.code).join(", ")}).`,
      advice: "It has to be given again, in a new comment.",
    },
    no_effect: {
      message: `The job ${job_id} gets no answer (${mode === "shadow" ? "in shadow" : state}).`,
      advice: "A job in shadow and one that a later command has replaced are not tried again.",
    },
  };
  return texts[code];
}

/** Why a job is not cancelled. */
export function isOver(job: Job): JobFailure {
  const { job_id, last_event } = job;
  const how = jobState(job);
  return {
    message: `The job ${job_id} is over (${how}), since ${last_event.at}.`,
    advice: "Nothing is left to cancel. `job` tells how it ended.",
  };
}
