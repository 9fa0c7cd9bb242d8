import type { Job } from "../../../core/jobs/job.ts";
import type { JobState } from "../../../core/jobs/job-state.ts";

const minute = 60_000;

export const undispatchedStates: readonly JobState[] = ["RECEIVED", "VALIDATED"];
/** The queue has given a message up by then. */
export const undispatchedMs = 60 * minute;

export const dispatchedStates: readonly JobState[] = [
  "DISPATCHED",
  "WORKER_RUNNING",
  "WORKER_SUCCEEDED",
  "WORKER_FAILED",
];
/** An employee may work on it for a quarter of an hour. */
export const quietMs = 20 * minute;

/** Whether a job has stayed where it is for longer than anything takes. */
export function waitsTooLong({ state, updated_at }: Pick<Job, "state" | "updated_at">, now: number): boolean {
  const quiet = now - Date.parse(updated_at);
  if (undispatchedStates.includes(state)) return quiet > undispatchedMs;
  return dispatchedStates.includes(state) && quiet > quietMs;
}
