/** The states of a job, in the order of its life; the side exits are terminal. */
export const jobStates = [
  "RECEIVED",
  "VALIDATED",
  "DISPATCHED",
  "WORKER_RUNNING",
  "WORKER_SUCCEEDED",
  "WORKER_FAILED",
  "NOTIFIED",
  "IGNORED",
  "REFUSED",
  "CANCELLED",
  "SUPERSEDED",
] as const;

export type JobState = (typeof jobStates)[number];

const sideExits: JobState[] = ["REFUSED", "CANCELLED", "SUPERSEDED"];

/**
 * From which state a job may go where. Into DISPATCHED: validated, to be refused by the workflow (which explains
 * it), or a new attempt of one that failed. WORKER_RUNNING follows itself when the step is repeated.
 */
const next: Record<JobState, readonly JobState[]> = {
  RECEIVED: ["VALIDATED", "DISPATCHED", "IGNORED", ...sideExits],
  VALIDATED: ["DISPATCHED", "IGNORED", ...sideExits],
  DISPATCHED: ["WORKER_RUNNING", "WORKER_FAILED", ...sideExits],
  WORKER_RUNNING: ["WORKER_RUNNING", "WORKER_SUCCEEDED", "WORKER_FAILED", ...sideExits],
  WORKER_SUCCEEDED: ["NOTIFIED", "WORKER_FAILED", ...sideExits],
  WORKER_FAILED: ["NOTIFIED", "DISPATCHED", ...sideExits],
  NOTIFIED: [],
  IGNORED: [],
  REFUSED: [],
  CANCELLED: [],
  SUPERSEDED: [],
};

/**
 * From where a person may have a job begun anew. No way above leads out of a job that is over: nothing comes back to
 * life by itself.
 */
export const retriedFrom: readonly JobState[] = ["WORKER_FAILED", "NOTIFIED", "REFUSED", "CANCELLED"];

/** The states from which a job may go to `to`. */
export function statesBefore(to: JobState): JobState[] {
  return jobStates.filter((from) => next[from].includes(to));
}

/** Whether a job in this state is over. */
export function isTerminal(state: JobState): boolean {
  return next[state].length === 0;
}
