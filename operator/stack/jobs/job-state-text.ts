import type { Job } from "../../../core/jobs/job.ts";

/**
 * Returns a job's state for people. A job in shadow says so first: it ends in IGNORED once it is recorded, and nothing
 * of it appears on the pull request.
 */
export function jobState({ state, outcome, mode }: Pick<Job, "state" | "outcome" | "mode">): string {
  if (mode === "shadow") return state === "IGNORED" ? "SHADOW (recorded)" : `SHADOW (${state})`;
  return outcome ? `${state} (${outcome})` : state;
}
