import { PermanentError, RetryableError } from "../errors.ts";
import type { Job } from "../jobs/job.ts";
import type { JobStore } from "../jobs/job-store.ts";
import {
  beginCheck,
  type CheckStatus,
  endCheck,
  refusedCheck,
  type StatusCheck,
} from "../jobs/status-check.ts";
import type { CheckContent, CheckRuns, FoundCheckRun } from "./check-runs.ts";

export interface WriteCheckPorts {
  checks: CheckRuns;
  /** Saves the record: `save` for a running job, `correct` for a finished one. */
  save: JobStore["correct"];
}

/** A write to a job's check run that is about to start, and the record that has to be saved before. */
export interface StartedCheck {
  record: StatusCheck;
  /** No write has started before, because the record of this one was saved by a step that had claimed the job. */
  isFirst: boolean;
}

/** Begins to write a job's check run on a commit. `claimed`: whether the caller has claimed the job. */
export function beginCheckRun(
  { check, attempt }: Job,
  sha: string,
  status: CheckStatus,
  { claimed }: { claimed: boolean },
): StartedCheck {
  const record = beginCheck(check, { sha, status, attempt });
  return { record, isFirst: claimed && check === undefined };
}

/**
 * Writes a job's check run on its commit. Can be repeated after a failure of any call. GitHub has no idempotency key for
 * check runs, so the intention is recorded first, an existing one is looked for before a new one is created, and again
 * if a POST seems lost. Only the first check run of a claimed job needs no look: without a record no write has started.
 * `repairCheck` corrects what lands even later. Where GitHub refuses check runs, records that. `job`: with the saved
 * record.
 */
export async function writeCheck(
  job: Job,
  { record, isFirst }: StartedCheck,
  content: CheckContent,
  { checks, save }: WriteCheckPorts,
): Promise<Job> {
  try {
    const { sha } = record;
    const id = isFirst ? await create(job, sha, content, checks) : await place(job, record, content, checks);
    return await save(job, { check: endCheck(record, id) });
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error;
    return save(job, { check: refusedCheck(record) });
  }
}

/** Updates the job's check run, or creates one. Returns its id. */
async function place(
  job: Job,
  { sha, id }: StatusCheck,
  content: CheckContent,
  checks: CheckRuns,
): Promise<number> {
  if (id !== null && (await checks.update(job, id, content))) return id;
  const known = await updateNewest(job, await ownRuns(job, sha, checks), content, checks);
  return known ?? create(job, sha, content, checks);
}

async function create(job: Job, sha: string, content: CheckContent, checks: CheckRuns): Promise<number> {
  try {
    return await checks.create(job, sha, content);
  } catch (error) {
    if (!(error instanceof RetryableError)) throw error;
    // The POST may have landed: look before the next try.
    const landed = await updateNewest(job, await ownRuns(job, sha, checks), content, checks);
    if (landed === null) throw error;
    return landed;
  }
}

/** Returns the check runs of a job on a commit, the oldest first. */
export async function ownRuns(
  job: Job,
  sha: string,
  checks: Pick<CheckRuns, "list">,
): Promise<FoundCheckRun[]> {
  const all = await checks.list(job, sha);
  return all.filter(({ external_id }) => external_id === job.job_id).toSorted((a, b) => a.id - b.id);
}

/** GitHub shows the newest check run of a name, so the newest one stays. `repairCheck` closes the others. */
async function updateNewest(
  job: Job,
  runs: FoundCheckRun[],
  content: CheckContent,
  checks: CheckRuns,
): Promise<number | null> {
  const newest = runs.at(-1);
  return newest && (await checks.update(job, newest.id, content)) ? newest.id : null;
}
