import { FencedError } from "../errors.ts";
import type { Job } from "./job.ts";
import { executionName } from "./job-id.ts";
import { retriedFrom } from "./job-state.ts";
import type { EventNote, JobStore } from "./job-store.ts";
import type { Workflow } from "./workflow.ts";

/** Why a job is not begun anew. */
export type RetryRefusal =
  | "unknown"
  /** It goes on by itself, or the sweeper makes it. */
  | "under_way"
  /** Its message is in a queue: that is what has to go on. */
  | "not_dispatched"
  /** A second answer would be a second effect of one intent. */
  | "answered"
  /** Whatever is tried, the command stays as wrong as it was written. */
  | "command_wrong"
  /** It is not to be seen (shadow), or a later command has taken its place. */
  | "no_effect";

export type Retry = { kind: "begun"; job: Job } | { kind: "refused"; code: RetryRefusal; job: Job | null };

export interface RetryPorts {
  jobs: Pick<JobStore, "read" | "reopen">;
  workflow: Pick<Workflow, "arnOf" | "look" | "start">;
}

/** Refusals that another look at the pull request may not repeat. What the command itself lacks stays for ever. */
const passing = ["permission", "head_moved", "fork_not_approved"];
/** How often somebody else may be faster. */
const tries = 3;

/**
 * Begins another attempt of a job that ended without an answer, because a person asks (`by`: who, and why). It starts
 * from nothing: whoever gave the command is asked for authority anew, and the commit is pinned anew. The status comment
 * stays the same. A crash before the execution starts leaves a job that was dispatched, which the sweeper begins.
 */
export async function retryJob(
  jobId: string,
  by: Pick<EventNote, "actor" | "reason">,
  ports: RetryPorts,
): Promise<Retry> {
  for (let tried = 1; ; tried += 1) {
    const job = await ports.jobs.read(jobId);
    const code = job ? await whyNot(job, ports) : "unknown";
    if (!job || code) return { kind: "refused", code: code ?? "unknown", job };
    try {
      return { kind: "begun", job: await begin(job, by, ports) };
    } catch (error) {
      if (!(error instanceof FencedError) || tried === tries) throw error;
    }
  }
}

async function whyNot(job: Job, { workflow }: RetryPorts): Promise<RetryRefusal | null> {
  if (job.state === "RECEIVED" || job.state === "VALIDATED") return "not_dispatched";
  if (job.mode === "shadow" || job.state === "IGNORED" || job.state === "SUPERSEDED") return "no_effect";
  if (!retriedFrom.includes(job.state)) return "under_way";
  if (job.state === "NOTIFIED" && job.outcome === "answered") return "answered";
  if (job.refusals.some(({ code }) => !passing.includes(code))) return "command_wrong";
  // A failure that is just being told: its execution would go on writing beside the new one.
  const told = job.state !== "WORKER_FAILED";
  if (!told && (await workflow.look(executionName(job.job_id, job.attempt))) === "running")
    return "under_way";
  return null;
}

async function begin(job: Job, by: Pick<EventNote, "actor" | "reason">, ports: RetryPorts): Promise<Job> {
  const { job_id } = job;
  const attempt = job.attempt + 1;
  const execution_arn = ports.workflow.arnOf(executionName(job_id, attempt));
  const note = { ...by, ids: { delivery: job.delivery_id, execution: execution_arn } };
  const begun = await ports.jobs.reopen(job, note, {
    ...{ attempt, execution_arn, restarts: 0 },
    ...{ outcome: null, result_ref: null, context_ref: null, head_sha: null, refusals: [] },
  });
  await ports.workflow.start(executionName(job_id, attempt), { job_id, attempt });
  return begun;
}
