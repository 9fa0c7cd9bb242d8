import { isReservedCommand } from "../commands/command-names.ts";
import { canCancel } from "../jobs/cancel-job.ts";
import type { Job, JobAction } from "../jobs/job.ts";
import { isJobId } from "../jobs/job-id.ts";
import { isVisible } from "../jobs/job-mode.ts";
import { retryableStates } from "../jobs/job-state.ts";
import type { JobStore, NewJob, PullRequestIndex } from "../jobs/job-store.ts";
import { type PullRequestJob, pullRequestJobs } from "../jobs/pull-request-jobs.ts";

interface PlanPorts {
  index: PullRequestIndex;
  jobs: Pick<JobStore, "read">;
}

/**
 * Returns a job of `/cancel` or `/retry` with its action on another job; returns any other job as it is. The other job
 * is chosen once, when the job is created, so that every repetition acts on the same one.
 */
export async function planAction(job: NewJob, ports: PlanPorts): Promise<NewJob> {
  const { employee } = job;
  if (employee !== "cancel" && employee !== "retry") return job;
  const [word = ""] = job.command.text.split(/\s/, 1);
  const job_id = await chooseTarget(job, employee, word.toLowerCase(), ports);
  return { ...job, order: { kind: employee, job_id, result: null } };
}

/** `word`: a job's id, an employee, a command, or empty. Returns a job's id; null if no job fits. */
async function chooseTarget(
  job: NewJob,
  kind: JobAction["kind"],
  word: string,
  ports: PlanPorts,
): Promise<string | null> {
  if (isJobId(word)) {
    const named = await ports.jobs.read(word);
    return named && isVisibleBeside(named, job) ? named.job_id : null;
  }
  const all = await pullRequestJobs(job, ports);
  const others = all.filter(({ mode = "active" }) => isVisible({ mode }));
  const found = others.find(
    (one) =>
      fits[kind](one) &&
      (word ? [one.employee, one.command].includes(word) : !isReservedCommand(one.command)),
  );
  return found?.job_id ?? null;
}

/** Returns whether a job is another one of the same pull request, and not in shadow. */
function isVisibleBeside(named: Job, { job_id, repo_id, pr_number }: NewJob): boolean {
  const here = named.repo_id === repo_id && named.pr_number === pr_number;
  return here && named.job_id !== job_id && isVisible(named);
}

const fits: Record<JobAction["kind"], (job: PullRequestJob) => boolean> = {
  cancel: canCancel,
  // Includes jobs whose retry is refused: the answer then says why.
  retry: ({ state, outcome }) => retryableStates.includes(state) && outcome !== "answered",
};
