import type { Job } from "../../../functions/core/jobs/job.ts";

/**
 * A job's state for people. One in shadow says so first: it ends in IGNORED once it is recorded, and nothing of it is
 * seen on the pull request.
 */
export function jobState({ state, outcome, mode }: Pick<Job, "state" | "outcome" | "mode">): string {
  if (mode === "shadow") return state === "IGNORED" ? "SHADOW (recorded)" : `SHADOW (${state})`;
  return outcome ? `${state} (${outcome})` : state;
}
