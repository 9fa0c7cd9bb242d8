import type { Job } from "./job.ts";
import { dispatchedStates, undispatchedStates } from "./job-state.ts";
import { pacedSince } from "./paced.ts";

const minute = 60_000;

/** An execution that ends before its job does is restarted this often. The job then fails. */
export const maxRestarts = 2;
/** Further restarts only report the failure on the pull request, in case that reporting is what fails. */
export const maxReportingRestarts = 3;

/** The sweeper checks the execution of a job that has not changed for this long: most steps take less time. */
export const executionCheckAfterMs = 5 * minute;

/** A wait for a model provider is shown on the pull request after this time: a shorter one is not worth reading. */
export const waitShownAfterMs = 2 * minute;

/**
 * Age at which a finished job's comments are compared with its record. GitHub ends its requests after ten seconds, so
 * by then a late write has landed and is listed.
 */
export const commentCheckAfterMs = 2 * minute;
/** Age of the second comparison, for a write of unknown outcome: it may be delayed, and a list may lag longer. */
export const doubtfulCommentCheckAfterMs = 5 * minute;

/** A job that is not dispatched after this time is stuck: the queue has given its message up. */
export const stuckAfterMs = 60 * minute;
/** A dispatched job that has not changed for this long is overdue: an employee may work for 15 minutes. */
export const overdueAfterMs = 20 * minute;

/** A run outside may take this long: the maximum of `timeout_seconds`. */
const longestRunMs = 24 * 60 * minute;

/**
 * Returns whether a job that waits neither in a lane nor for GitHub's limits has not changed for longer than any step
 * takes. `now`: milliseconds since the epoch.
 */
export function isStale(
  job: Pick<Job, "state" | "attempt" | "updated_at" | "callback" | "paced"> & Partial<Pick<Job, "comment">>,
  now: number,
): boolean {
  const { state, updated_at, callback, comment } = job;
  if (comment?.queued || pacedSince(job) !== null) return false;
  const age = now - Date.parse(updated_at);
  if (state === "WORKER_RUNNING" && callback) return age > longestRunMs;
  if (undispatchedStates.includes(state)) return age > stuckAfterMs;
  return dispatchedStates.includes(state) && age > overdueAfterMs;
}
