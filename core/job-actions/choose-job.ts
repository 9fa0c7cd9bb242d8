import { isReservedCommand } from "../commands/reserved-commands.ts";
import { canCancel } from "../jobs/cancel-job.ts";
import type { Job, JobOrder } from "../jobs/job.ts";
import type { PullRequestIndex } from "../jobs/job-index.ts";
import { retryableStates } from "../jobs/job-state.ts";
import type { JobStore, NewJob } from "../jobs/job-store.ts";
import { type PullRequestJob, pullRequestJobs } from "../jobs/pull-request-jobs.ts";
import { orderKindOf } from "./job-order.ts";

interface ChoicePorts {
  index: PullRequestIndex;
  jobs: Pick<JobStore, "read">;
}

const jobId = /^[a-z2-7]{26}-/;

/**
 * The job with what it is to do to another one, where it is one of `/cancel` or `/retry`. Chosen once, when the job is
 * made: whoever repeats it later finds the same one.
 */
export async function withOrder(job: NewJob, ports: ChoicePorts): Promise<NewJob> {
  const kind = orderKindOf(job);
  if (!kind) return job;
  const [word = ""] = job.command.text.split(/\s/, 1);
  return { ...job, order: { kind, ...(await choose(job, kind, word.toLowerCase(), ports)), result: null } };
}

async function choose(
  job: NewJob,
  kind: JobOrder["kind"],
  word: string,
  ports: ChoicePorts,
): Promise<Pick<JobOrder, "job_id">> {
  if (jobId.test(word)) {
    const named = await ports.jobs.read(word);
    return { job_id: named && isBeside(named, job) ? named.job_id : null };
  }
  const all = await pullRequestJobs(job, ports);
  const others = all.filter(({ mode }) => mode !== "shadow");
  const found = others.find(
    (one) => fits[kind](one) && (word ? [one.employee, one.command].includes(word) : !isReserved(one)),
  );
  return { job_id: found?.job_id ?? null };
}

/** Of the same pull request, another one than itself, and to be seen there. */
function isBeside(named: Job, { job_id, repo_id, pr_number }: NewJob): boolean {
  const here = named.repo_id === repo_id && named.pr_number === pr_number;
  return here && named.job_id !== job_id && named.mode === "active";
}

const fits: Record<JobOrder["kind"], (job: PullRequestJob) => boolean> = {
  cancel: canCancel,
  retry: ({ state, outcome }) => retryableStates.includes(state) && outcome !== "answered",
};

/** Who means the last one does not mean another question about jobs. */
const isReserved = ({ command }: PullRequestJob): boolean => isReservedCommand(command);
