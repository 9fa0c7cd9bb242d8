import { type FinalTextPorts, finalTexts } from "../answering/final-text.ts";
import { PermanentError } from "../errors.ts";
import type { Job } from "../jobs/job.ts";
import { isTerminal } from "../jobs/job-state.ts";
import type { JobStore } from "../jobs/job-store.ts";
import { beginCheck, endCheck, isUnsettled, refusedCheck } from "../jobs/status-check.ts";
import type { Employee } from "../roster/employee.ts";
import { checkContent } from "./check-content.ts";
import type { CheckContent, CheckRuns, FoundCheckRun } from "./check-runs.ts";
import { employeeWithChecks } from "./show-check.ts";
import { beginCheckRun, ownRuns, writeCheck } from "./write-check.ts";

export interface RepairCheckPorts extends FinalTextPorts {
  jobs: Pick<JobStore, "correct">;
  checks: CheckRuns;
}

/**
 * Completes the check runs of a finished job: the one on its commit shows how the job ended, and no other one stays
 * unfinished, on no commit. Reads GitHub only if a write is missing or its outcome is unknown. Returns whether anything
 * changed. Throws FencedError if a user has retried the job meanwhile.
 */
export async function repairCheck(job: Job, ports: RepairCheckPorts): Promise<boolean> {
  const employee = employeeWithChecks(job, ports.roster);
  const sha = job.head_sha ?? job.check?.sha;
  if (!isTerminal(job.state) || !sha || !isDue(job, employee)) return false;
  const record = job.check ?? beginCheck(undefined, { sha, status: "completed", attempt: job.attempt });
  try {
    return await repair(job, sha, employee, ports);
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error;
    await ports.jobs.correct(job, { check: refusedCheck(record) });
    return false;
  }
}

function isDue({ check, attempt, state }: Job, employee: Employee | undefined): boolean {
  if (check) return isUnsettled(check) || check.attempt !== attempt;
  // A cancelled job without a record was never shown.
  return employee !== undefined && (state === "NOTIFIED" || state === "REFUSED");
}

async function repair(
  job: Job,
  sha: string,
  employee: Employee | undefined,
  ports: RepairCheckPorts,
): Promise<boolean> {
  const { checks, jobs } = ports;
  const runs = await ownRuns(job, sha, checks);
  const content = checkContent(job, employee, await textOf(job, ports), "in_progress");
  const kept = runs.at(-1);
  let current = job;
  let changed = false;
  if (!kept || !isRight(job, sha, kept, content)) {
    const known = job.check?.sha === sha && kept ? { ...job, check: endCheck(job.check, kept.id) } : job;
    const writing = {
      ...known,
      ...(job.check?.writing && known.check && { check: { ...known.check, doubtful: true } }),
    };
    const started = beginCheckRun(writing, sha, content.status, { claimed: false });
    const recorded = await jobs.correct(writing, { check: started.record });
    current = await writeCheck(recorded, started, content, { checks, save: jobs.correct });
    changed = true;
  }
  changed = (await closeDuplicates(job, runs, content, checks)) || changed;
  for (const old of current.check?.earlier ?? []) {
    changed = (await closeEarlier(job, old, content, checks)) || changed;
  }
  if (current.check && !current.check.doubtful && current.check.earlier) {
    const { earlier: _closed, ...check } = current.check;
    await jobs.correct(current, { check });
  }
  return changed;
}

/** Returns whether the record says that the check run is complete and GitHub shows it so. */
function isRight({ check, attempt }: Job, sha: string, run: FoundCheckRun, content: CheckContent): boolean {
  if (!check || check.writing || check.status !== "completed" || check.attempt !== attempt) return false;
  const shown = run.status === "completed" && run.conclusion === content.conclusion;
  return check.sha === sha && check.id === run.id && shown;
}

async function textOf(job: Job, ports: RepairCheckPorts): Promise<string | null> {
  try {
    return (await finalTexts(job, ports))?.[0] ?? null;
  } catch (error) {
    // The result or the employee no longer exists.
    if (error instanceof PermanentError) return null;
    throw error;
  }
}

/** Takes the job's name off every check run except the newest, and completes them. */
async function closeDuplicates(
  job: Job,
  runs: FoundCheckRun[],
  content: CheckContent,
  checks: CheckRuns,
): Promise<boolean> {
  const surplus = runs.slice(0, -1);
  const text = {
    title: "Duplicate",
    summary: `A second check run of job \`${job.job_id}\` shows the result.`,
  };
  for (const { id } of surplus) {
    await checks.update(job, id, { ...closed(content), ...text, external_id: "", conclusion: "skipped" });
  }
  return surplus.length > 0;
}

async function closeEarlier(
  job: Job,
  sha: string,
  content: CheckContent,
  checks: CheckRuns,
): Promise<boolean> {
  const runs = await ownRuns(job, sha, checks);
  const newest = runs.at(-1);
  const open = newest && newest.status !== "completed";
  if (open) {
    const text = {
      title: "Continued on another commit",
      summary: `Job \`${job.job_id}\` ran on another commit.`,
    };
    await checks.update(job, newest.id, { ...closed(content), ...text, conclusion: "cancelled" });
  }
  return (await closeDuplicates(job, runs, content, checks)) || open === true;
}

function closed(content: CheckContent): CheckContent {
  return { ...content, status: "completed", actions: [] };
}
