import { FencedError, PermanentError, UnclearError } from "../../core/errors.ts";
import type { Job } from "../../core/jobs/job.ts";

/** After that, a refusal that did not say whether it passes is taken for final. */
const unclearMs = 10 * 60_000;

/**
 * Whether the sweeper leaves the comments of an ended job as they are: the pull request is gone, GitHub keeps refusing the
 * App, or another instance or a new attempt works on the job.
 */
export function isLetGo(error: unknown, { updated_at }: Pick<Job, "updated_at">, now: number): boolean {
  if (error instanceof PermanentError || error instanceof FencedError) return true;
  return error instanceof UnclearError && now - Date.parse(updated_at) > unclearMs;
}
