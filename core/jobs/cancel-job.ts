import type { CallbackStore } from "../callbacks/callback-store.ts";
import { sendTokens } from "../callbacks/send-tokens.ts";
import { FencedError } from "../errors.ts";
import type { Job } from "./job.ts";
import { executionName } from "./job-id.ts";
import { isTerminal } from "./job-state.ts";
import type { EventNote, JobStore } from "./job-store.ts";
import { jobCancelled, type TaskTokens } from "./task-tokens.ts";
import type { StoppableWorkflow } from "./workflow.ts";

type Cancellation =
  | { kind: "cancelled"; job: Job }
  | { kind: "refused"; code: "unknown" | "over"; job: Job | null };

export interface CancelPorts extends EndPorts {
  workflow: Pick<StoppableWorkflow, "stop">;
}

export interface EndPorts {
  jobs: Pick<JobStore, "read" | "transition">;
  callbacks: Pick<CallbackStore, "read" | "end">;
  tokens: Pick<TaskTokens, "fail">;
}

/** Why a job is cancelled that no person cancels: the reason of its last event. */
export const pullRequestChanges = ["pull_request_closed", "pull_request_pushed"] as const;

export type PullRequestChange = (typeof pullRequestChanges)[number];

/** Ends the execution of a job that has no run outside. */
type StopExecution = (job: Job) => Promise<unknown>;

/** Each step of the job claims it once or twice, and then the cancellation has to be repeated. */
const maxWriteAttempts = 10;

/** Returns whether a user may cancel the job. */
export function canCancel({ state }: Pick<Job, "state">): boolean {
  return !isTerminal(state);
}

/**
 * Cancels a job for a person or because its pull request changed (`by`). From then on no step of the job can write; a
 * running step is not interrupted, and an employee outside gets a cancel notice. The sweeper then calls
 * `reportCancellation` for the comment on the pull request.
 */
export function cancelJob(
  jobId: string,
  by: Pick<EventNote, "actor" | "reason">,
  ports: CancelPorts,
): Promise<Cancellation> {
  const stop: StopExecution = (job) => ports.workflow.stop(executionName(job.job_id, job.attempt));
  return endJob(jobId, "CANCELLED", { ...by, ids: {} }, { ...ports, stop });
}

/** Ends a job because the request of a later job (`by`) replaces it; otherwise like `cancelJob`. */
export function supersedeJob(
  jobId: string,
  { actor, by }: { actor: string; by: string },
  ports: EndPorts & { stop: StopExecution },
): Promise<Cancellation> {
  return endJob(jobId, "SUPERSEDED", supersededNote(actor, by), ports);
}

/** Returns the event of a job that the request of a later job (`by`) replaces. */
export function supersededNote(actor: string, by: string): EventNote {
  return { actor, reason: "superseded", ids: { superseded_by: by } };
}

async function endJob(
  jobId: string,
  to: "CANCELLED" | "SUPERSEDED",
  note: EventNote,
  ports: EndPorts & { stop: StopExecution },
): Promise<Cancellation> {
  for (let tried = 1; ; tried += 1) {
    const job = await ports.jobs.read(jobId);
    if (!job) return { kind: "refused", code: "unknown", job };
    if (!canCancel(job)) {
      // An earlier cancellation may have crashed before it ended the run.
      if (job.state === to) await endRun(job, ports);
      return { kind: "refused", code: "over", job };
    }
    try {
      const execution = job.execution_arn && { execution: job.execution_arn };
      const ids = { delivery: job.delivery_id, ...execution, ...note.ids };
      const ended = await ports.jobs.transition(job, to, { ...note, ids });
      await endRun(ended, ports);
      return { kind: "cancelled", job: ended };
    } catch (error) {
      if (!(error instanceof FencedError) || tried === maxWriteAttempts) throw error;
    }
  }
}

/**
 * Ends the run of an ended job. A run outside is not stopped: its workflow state fails, so that the workflow tells the
 * employee. If the state does not wait any more, the execution ends by itself, because its next step is fenced.
 */
async function endRun(
  job: Job,
  { stop, callbacks, tokens }: EndPorts & { stop: StopExecution },
): Promise<void> {
  const callback = job.callback ? await callbacks.read(job.callback) : null;
  if (callback?.attempt !== job.attempt) {
    await stop(job);
    return;
  }
  if (callback.status !== "OPEN") return;
  await sendTokens(callback, (token) => tokens.fail(token, jobCancelled));
  await callbacks.end(callback.key, "CLOSED");
}
