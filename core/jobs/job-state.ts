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
 * The states that may follow each state. DISPATCHED follows RECEIVED and VALIDATED, and WORKER_FAILED for a new
 * attempt; the workflow also explains refusals. WORKER_RUNNING follows itself when the step is repeated. Jobs in shadow
 * end in IGNORED: most of them before the workflow, those that run their employee instead of NOTIFIED or REFUSED.
 */
const next: Record<JobState, readonly JobState[]> = {
  RECEIVED: ["VALIDATED", "DISPATCHED", "IGNORED", ...sideExits],
  VALIDATED: ["DISPATCHED", "IGNORED", ...sideExits],
  DISPATCHED: ["WORKER_RUNNING", "WORKER_FAILED", "IGNORED", ...sideExits],
  WORKER_RUNNING: ["WORKER_RUNNING", "WORKER_SUCCEEDED", "WORKER_FAILED", ...sideExits],
  WORKER_SUCCEEDED: ["NOTIFIED", "WORKER_FAILED", "IGNORED", ...sideExits],
  WORKER_FAILED: ["NOTIFIED", "DISPATCHED", "IGNORED", ...sideExits],
  NOTIFIED: [],
  IGNORED: [],
  REFUSED: [],
  CANCELLED: [],
  SUPERSEDED: [],
};

/** Returns the states from which a job may enter `to`. */
export function statesBefore(to: JobState): JobState[] {
  return jobStates.filter((from) => next[from].includes(to));
}

/** Returns whether a job in this state has finished. */
export function isTerminal(state: JobState): boolean {
  return next[state].length === 0;
}

/** The job has not finished. */
export const openStates: readonly JobState[] = jobStates.filter((state) => !isTerminal(state));

/** The job has finished. */
export const terminalStates: readonly JobState[] = jobStates.filter(isTerminal);

/** The dispatcher has recorded the job and not yet handed it to the workflow. */
export const undispatchedStates: readonly JobState[] = ["RECEIVED", "VALIDATED"];

/** The workflow has the job. */
export const dispatchedStates: readonly JobState[] = openStates.filter(
  (state) => !undispatchedStates.includes(state),
);

/** The workflow has the job, and its employee has no result yet. */
export const statesBeforeResult: readonly JobState[] = ["DISPATCHED", "WORKER_RUNNING"];

/** The job has finished and may have a comment on the pull request. */
export const terminalStatesWithComment: readonly JobState[] = [
  "NOTIFIED",
  "REFUSED",
  "CANCELLED",
  "SUPERSEDED",
];

/** States in which a job may count as failed: `hasFailed` decides. */
export const statesThatMayBeFailures: readonly JobState[] = ["NOTIFIED", "WORKER_FAILED", "CANCELLED"];

/** The states that a user may retry. A retry is the only way out of a terminal state. */
export const retryableStates: readonly JobState[] = ["WORKER_FAILED", "NOTIFIED", "REFUSED", "CANCELLED"];
