import { FencedError, RetryableError } from "../errors.ts";
import type { Job } from "../jobs/job.ts";
import { isVisible } from "../jobs/job-mode.ts";
import type { JobStore } from "../jobs/job-store.ts";
import type { CheckStatus, StatusCheck } from "../jobs/status-check.ts";
import type { Employee } from "../roster/employee.ts";
import { withTimeout } from "../with-timeout.ts";
import { checkContent, hasCheckRuns } from "./check-content.ts";
import type { CheckRuns } from "./check-runs.ts";
import { beginCheckRun, type StartedCheck, writeCheck } from "./write-check.ts";

export interface CheckPorts {
  jobs: Pick<JobStore, "save" | "correct">;
  checks: CheckRuns;
  roster: readonly Employee[];
}

/** A check run must not use up the time that a step has for its answer. */
const longestMs = 12_000;

/**
 * Begins to show on the commit that a job waits or runs, for the step that has claimed the job; null for a job without
 * check runs. The caller saves the record, and then calls `showProgress`.
 */
export function beginProgress(
  job: Job,
  status: Exclude<CheckStatus, "completed">,
  { roster }: Pick<CheckPorts, "roster">,
): StartedCheck | null {
  const { head_sha } = job;
  if (!employeeWithChecks(job, roster) || !head_sha) return null;
  return beginCheckRun(job, head_sha, status, { claimed: true });
}

/**
 * Shows on the commit that a job waits or runs. `job`: with the saved record. A failure of GitHub changes nothing else: the
 * sweeper completes the check run when the job has finished. Throws FencedError if another step has claimed the job.
 */
export async function showProgress(
  job: Job,
  started: StartedCheck,
  text: string,
  { jobs, checks, roster }: CheckPorts,
): Promise<void> {
  const { status } = started.record;
  const employee = employeeWithChecks(job, roster);
  if (status === "completed" || status === "unavailable") return;
  const content = checkContent(job, employee, text, status);
  await unlessGitHubFails(writeCheck(job, started, content, { checks, save: jobs.save }));
}

/**
 * Begins to show on the commit how a job ends; null for a job without check runs. The caller saves the record with the
 * job's last transition, and then calls `showEnd`.
 */
export function beginEnd(job: Job, { roster }: Pick<CheckPorts, "roster">): StartedCheck | null {
  const sha = job.head_sha ?? job.check?.sha;
  if (!employeeWithChecks(job, roster) || !sha) return null;
  return beginCheckRun(job, sha, "completed", { claimed: true });
}

/** Returns the change that saves the record of a write; nothing without one. */
export function recordOf(started: StartedCheck | null): { check?: StatusCheck } {
  return started ? { check: started.record } : {};
}

/**
 * Shows on the commit how a job has ended. `text`: the beginning of its answer; null if it has none. Never throws because
 * of GitHub or a retry by a person: `repairCheck` follows.
 */
export async function showEnd(
  job: Job,
  started: StartedCheck | null,
  text: string | null,
  { jobs, checks, roster }: CheckPorts,
): Promise<void> {
  if (!started) return;
  const content = checkContent(job, employeeWithChecks(job, roster), text, "in_progress");
  try {
    await unlessGitHubFails(writeCheck(job, started, content, { checks, save: jobs.correct }));
  } catch (error) {
    if (!(error instanceof FencedError)) throw error;
  }
}

/** Returns the employee of a job that has check runs; undefined for any other job. */
export function employeeWithChecks(job: Job, roster: readonly Employee[]): Employee | undefined {
  if (!isVisible(job)) return undefined;
  return roster.find((employee) => employee.name === job.employee && hasCheckRuns(employee));
}

async function unlessGitHubFails(writing: Promise<Job>): Promise<void> {
  const late = () => new RetryableError("check_run_slow", "GitHub did not write the check run in time");
  try {
    await withTimeout(writing, longestMs, late);
  } catch (error) {
    if (!(error instanceof RetryableError)) throw error;
  }
}
