import type { Job } from "./job.ts";

const untold = "untold: ";

/** The reason of a failed job that ends as CANCELLED because its pull request cannot be updated. */
export function untoldReason(text: string): string {
  return `${untold}${text}`;
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
  if (state === "CANCELLED") return last_event.reason.startsWith(untold);
  return state === "WORKER_FAILED" || (state === "NOTIFIED" && (outcome ?? "failed") === "failed");
}
