import type { Job } from "./job.ts";

/** Time limits of a run outside, in whole seconds. */
export interface RunLimits {
  /** From the start of the state that waits to the result. */
  timeout_seconds: number;
  /** Longest silence. */
  heartbeat_seconds: number;
}

/** Returns the limits that Step Functions accepts: the longest silence is shorter than the whole time. */
export function runLimits(timeout_seconds: number, longestSilence: number): RunLimits {
  return { timeout_seconds, heartbeat_seconds: Math.min(longestSilence, timeout_seconds - 1) };
}

/** Returns whether a run may be silent for its whole time, so that silence means that it took too long. */
function mayBeSilent({ timeout_seconds, heartbeat_seconds }: Partial<RunLimits>): boolean {
  return timeout_seconds !== undefined && heartbeat_seconds === timeout_seconds - 1;
}

/** Names of timeout errors in this project, Lambda and Step Functions. */
const timeouts = ["OutOfTimeError", "States.Timeout", "Sandbox.Timedout"];

/** Names of errors for a crashed process. */
const crashes = ["Lambda.Unknown", "Runtime.ExitError", "Runtime.OutOfMemory"];

/** Name of the error for a workflow run that ended without a result. GitHub's conclusion is part of it. */
const workflowFailure = /^workflow_[a-z_]{1,40}$/;

/** Returns the error name for a run with this conclusion, which is the code of the job's failure too. */
export function workflowFailureName(conclusion: string): string {
  const name = `workflow_${conclusion}`;
  return workflowFailure.test(name) ? name : "workflow_unknown";
}

/**
 * Returns the code of a step's failure, which `middleware/task-errors.ts` writes into the error's message (`[code]
 * message`). Platform errors have none: a time limit is `timeout`, a crash `function_crashed`. An employee's process
 * can write anything there, so only a short word is accepted. A run outside that is silent for too long is
 * `heartbeat_lost`; one without a result at its time limit is `employee_timeout`, which needs the job and the limits.
 */
export function failureCode(
  { Error: name, Cause: cause = "" }: { Error: string; Cause?: string },
  job?: Pick<Job, "state" | "callback" | "last_event">,
  limits: Partial<RunLimits> = {},
): string {
  if (name === "States.HeartbeatTimeout") return mayBeSilent(limits) ? "employee_timeout" : "heartbeat_lost";
  if (name === "States.Timeout" && job && waitedOutside(job)) return "employee_timeout";
  if (timeouts.includes(name)) return "timeout";
  if (workflowFailure.test(name)) return name;
  // Lambda reports some time limits without a name.
  if (crashes.includes(name)) return cause.includes("Task timed out") ? "timeout" : "function_crashed";
  return /"errorMessage":"\[([a-z][a-z0-9_]{0,59})\] /.exec(cause)?.[1] ?? "unexpected_error";
}

/** Returns whether a job's employee reported its own failure, in a result: the event's reason is then no code. */
export function reportsOwnFailure({ outcome, last_event }: Pick<Job, "outcome" | "last_event">): boolean {
  return outcome === "failed" && last_event.reason === "failed";
}

/** Returns whether the job waited for a run outside when it failed, also once the failure is recorded. */
function waitedOutside({
  state,
  callback,
  last_event,
}: Pick<Job, "state" | "callback" | "last_event">): boolean {
  if (state === "WORKER_RUNNING") return Boolean(callback);
  return last_event.reason === "employee_timeout";
}

const unreported = "untold: ";

/** Returns the reason of a failed job that ends as CANCELLED because its pull request cannot be updated. */
export function unreportedReason(text: string): string {
  return `${unreported}${text}`;
}

/** Returns the code of a failure that could not be posted, from the last event's reason; null for other reasons. */
export function unreportedCode(reason: string): string | null {
  return /^untold: (?:.*, after )?(\S+)$/.exec(reason)?.[1] ?? null;
}

/**
 * Returns whether a job failed. A job that a person cancelled, or whose command was withdrawn, did not fail: no user
 * waits for an answer.
 */
export function hasFailed({
  state,
  outcome,
  last_event,
}: Pick<Job, "state" | "outcome" | "last_event">): boolean {
  if (state === "CANCELLED") return last_event.reason.startsWith(unreported);
  return state === "WORKER_FAILED" || (state === "NOTIFIED" && (outcome ?? "failed") === "failed");
}
