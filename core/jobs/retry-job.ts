import { FencedError } from "../errors.ts";
import type { Job } from "./job.ts";
import { executionName } from "./job-id.ts";
import { isVisible } from "./job-mode.ts";
import { retryableStates, undispatchedStates } from "./job-state.ts";
import type { EventNote, JobStore } from "./job-store.ts";
import { executionInputOf, type Workflow } from "./workflow.ts";

/** Why a job cannot be retried. */
export type RetryRefusal =
  | "unknown"
  /** It is running, or the sweeper restarts it. */
  | "under_way"
  /** Its message is still in a queue. */
  | "not_dispatched"
  /** A second answer would be a second effect of one intent. */
  | "answered"
  /** The command itself was wrong, so every attempt ends the same way. */
  | "command_wrong"
  /** It is in shadow, or a later command has replaced it. */
  | "no_effect";

export type Retry = { kind: "retried"; job: Job } | { kind: "refused"; code: RetryRefusal; job: Job | null };

export interface RetryPorts {
  jobs: Pick<JobStore, "read" | "reopen">;
  workflow: Pick<Workflow, "arnOf" | "look" | "start">;
}

/** Codes of refusals that may not apply to the next attempt. All others concern the command itself. */
const passingRefusals = ["permission", "head_moved", "fork_not_approved", "lane_full", "budget_exceeded"];

const maxWriteAttempts = 3;

/**
 * Starts another attempt of a job that ended without an answer, for a person (`by`). The author's permission is checked
 * again and the commit is pinned again. The status comment stays the same. A crash before the execution starts leaves a
 * dispatched job, which the sweeper starts.
 */
export async function retryJob(
  jobId: string,
  by: Pick<EventNote, "actor" | "reason">,
  ports: RetryPorts,
): Promise<Retry> {
  for (let tried = 1; ; tried += 1) {
    const job = await ports.jobs.read(jobId);
    const code = job ? await refusalOf(job, ports) : "unknown";
    if (!job || code) return { kind: "refused", code: code ?? "unknown", job };
    try {
      return { kind: "retried", job: await startAttempt(job, by, ports) };
    } catch (error) {
      if (!(error instanceof FencedError) || tried === maxWriteAttempts) throw error;
    }
  }
}

/** Returns whether a user may retry the job, as far as its record says: its execution may still be running. */
export function canRetry(job: RetryFacts): boolean {
  return recordedRefusal(job) === null;
}

type RetryFacts = Pick<Job, "state" | "outcome" | "mode" | "refusals">;

function recordedRefusal({ state, outcome, mode, refusals }: RetryFacts): RetryRefusal | null {
  if (undispatchedStates.includes(state)) return "not_dispatched";
  if (!isVisible({ mode }) || state === "IGNORED" || state === "SUPERSEDED") return "no_effect";
  if (!retryableStates.includes(state)) return "under_way";
  if (state === "NOTIFIED" && outcome === "answered") return "answered";
  return refusals.some(({ code }) => !passingRefusals.includes(code)) ? "command_wrong" : null;
}

async function refusalOf(job: Job, { workflow }: RetryPorts): Promise<RetryRefusal | null> {
  const recorded = recordedRefusal(job);
  if (recorded || job.state !== "WORKER_FAILED") return recorded;
  // An execution that still reports the failure would write beside the new one.
  const execution = await workflow.look(executionName(job.job_id, job.attempt));
  return execution === "running" ? "under_way" : null;
}

async function startAttempt(
  job: Job,
  by: Pick<EventNote, "actor" | "reason">,
  ports: RetryPorts,
): Promise<Job> {
  const { job_id } = job;
  const attempt = job.attempt + 1;
  const execution_arn = ports.workflow.arnOf(executionName(job_id, attempt));
  const note = { ...by, ids: { delivery: job.delivery_id, execution: execution_arn } };
  const reopened = await ports.jobs.reopen(job, note, {
    ...{ attempt, execution_arn, restarts: 0 },
    ...{ outcome: null, result_ref: null, context_ref: null, head_sha: null, refusals: [] },
  });
  await ports.workflow.start(executionName(job_id, attempt), executionInputOf({ job_id, attempt }));
  return reopened;
}
