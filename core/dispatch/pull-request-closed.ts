import { isReservedCommand } from "../commands/command-names.ts";
import type { PullRequest } from "../github/pull-request.ts";
import type { Job } from "../jobs/job.ts";
import { askedAt } from "../lanes/lane.ts";

/**
 * Returns whether a job is cancelled because its pull request was closed after the user had asked. A command that is given
 * on a closed pull request runs, and so do the commands about jobs, such as `/status`.
 */
export function isCancelledByClose(
  job: Pick<Job, "command" | "retried_at" | "source">,
  { closed_at }: Pick<PullRequest, "closed_at">,
): boolean {
  if (closed_at === null || isReservedCommand(job.command.name)) return false;
  return Date.parse(askedAt(job)) <= Date.parse(closed_at);
}
