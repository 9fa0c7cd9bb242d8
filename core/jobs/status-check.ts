export type CheckStatus = "queued" | "in_progress" | "completed";

/**
 * The check run that shows a job on its commit. A check run cannot be deleted, so the record keeps every commit on which
 * one may still be unfinished.
 */
export interface StatusCheck {
  /** Commit of the check run, 40 hexadecimal digits. */
  sha: string;
  /** Null until it is known. */
  id: number | null;
  /** `unavailable`: GitHub refuses check runs there, for example because the App lacks the permission. */
  status: CheckStatus | "unavailable";
  /** The job's attempt that the check run shows. */
  attempt: number;
  /** A write has started and its outcome is unknown. */
  writing?: boolean;
  /** The outcome of an earlier write is unknown, so it may land late. */
  doubtful?: boolean;
  /** Commits of earlier attempts on which a check run may not be completed. */
  earlier?: string[];
}

const keptCommits = 10;

/** Returns the record before a write to the check run. */
export function beginCheck(
  before: StatusCheck | undefined,
  next: Pick<StatusCheck, "sha" | "status" | "attempt">,
): StatusCheck {
  const same = before?.sha === next.sha;
  const left = before && !same && isUnsettled(before) ? [before.sha] : [];
  const known = [...(before?.earlier ?? []), ...left];
  const earlier = [...new Set(known)].filter((sha) => sha !== next.sha).slice(-keptCommits);
  return {
    ...{ ...next, id: same ? before.id : null, writing: true },
    ...((before?.writing || before?.doubtful) && { doubtful: true }),
    ...(earlier.length > 0 && { earlier }),
  };
}

/** Returns the record after a write with a known outcome. */
export function endCheck({ writing: _writing, ...record }: StatusCheck, id: number): StatusCheck {
  return { ...record, id };
}

/** Returns the record of a job whose check run GitHub refuses. */
export function refusedCheck({ writing: _writing, ...record }: StatusCheck): StatusCheck {
  return { ...record, status: "unavailable" };
}

/** Returns whether the check run of a finished job may differ from the record, or the record from the job. */
export function isUnsettled({ status, writing, doubtful, earlier = [] }: StatusCheck): boolean {
  if (writing || doubtful || earlier.length > 0) return true;
  return status !== "completed" && status !== "unavailable";
}
