import { FencedError, RetryableError } from "../errors.ts";
import type { Job } from "../jobs/job.ts";
import { isVisible } from "../jobs/job-mode.ts";
import type { JobStore } from "../jobs/job-store.ts";
import type { CheckStatus } from "../jobs/status-check.ts";
import type { Employee } from "../roster/employee.ts";
import { withTimeout } from "../with-timeout.ts";
import { checkContent, hasCheckRuns } from "./check-content.ts";
import type { CheckRuns } from "./check-runs.ts";
import { writeCheck } from "./write-check.ts";

export interface CheckPorts {
  jobs: Pick<JobStore, "save" | "correct">;
  checks: CheckRuns;
  roster: readonly Employee[];
}

/** A check run must not use up the time that a step has for its answer. */
const longestMs = 12_000;

/**
 * Shows on the commit that a job waits or runs, for the step that has claimed the job. A failure of GitHub changes
 * nothing else: the sweeper completes the check run when the job has finished. Returns the job. Throws FencedError if
 * another step has claimed the job.
 */
export async function showProgress(
  job: Job,
  { status, text }: { status: Exclude<CheckStatus, "completed">; text: string },
  { jobs, checks, roster }: CheckPorts,
): Promise<Job> {
  const employee = employeeWithChecks(job, roster);
  if (!employee || !job.head_sha) return job;
  const content = checkContent(job, employee, text, status);
  const writing = writeCheck(job, job.head_sha, content, { checks, save: jobs.save, claimed: true });
  return unlessGitHubFails(job, writing);
}

/**
 * Shows on the commit how a job has ended. `text`: the beginning of its answer; null if it has none. Never throws because
 * of GitHub or a retry by a person: `repairCheck` follows.
 */
export async function showEnd(
  job: Job,
  text: string | null,
  { jobs, checks, roster }: CheckPorts,
): Promise<Job> {
  const employee = employeeWithChecks(job, roster);
  const sha = job.head_sha ?? job.check?.sha;
  if (!employee || !sha) return job;
  const content = checkContent(job, employee, text, "in_progress");
  try {
    return await unlessGitHubFails(job, writeCheck(job, sha, content, { checks, save: jobs.correct }));
  } catch (error) {
    if (error instanceof FencedError) return job;
    throw error;
  }
}

/** Returns the employee of a job that has check runs; undefined for any other job. */
export function employeeWithChecks(job: Job, roster: readonly Employee[]): Employee | undefined {
  if (!isVisible(job)) return undefined;
  return roster.find((employee) => employee.name === job.employee && hasCheckRuns(employee));
}

async function unlessGitHubFails(job: Job, writing: Promise<Job>): Promise<Job> {
  const late = () => new RetryableError("check_run_slow", "GitHub did not write the check run in time");
  try {
    return await withTimeout(writing, longestMs, late);
  } catch (error) {
    if (error instanceof RetryableError) return job;
    throw error;
  }
}
