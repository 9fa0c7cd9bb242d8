/**
 * `active`: the job is answered on the pull request. `shadow`: it is only recorded. `shadow-run`: its employee runs, and
 * the answer is kept and not posted.
 */
export type JobMode = "active" | "shadow" | "shadow-run";

/** Returns whether a job may change anything on GitHub. A job with a mode of a later version may not. */
export function isVisible({ mode }: { mode: JobMode }): boolean {
  return mode === "active";
}
