import type { Clock } from "../clock.ts";
import { readCommands } from "../commands/parse-commands.ts";
import { RetryableError } from "../errors.ts";
import type { RepositoryReader } from "../github/repository-reader.ts";
import type { Job } from "../jobs/job.ts";

/** Why a command that was sent is not carried out: it is not what GitHub has. */
export type CommentFault = "comment_deleted" | "comment_changed" | "comment_of_another";

/** GitHub answers from copies of its data: one may not have yet what a webhook has told already. */
const settledMs = 30_000;

/** Counts this command in a text, including the first command beyond the limit, because that one is answered. */
export function timesGiven(body: string, { name, text }: Pick<Job["command"], "name" | "text">): number {
  const { commands, leftOut } = readCommands(body);
  return [...commands, leftOut].filter((command) => command?.name === name && command.text === text).length;
}

/** Throws RetryableError while it may be that GitHub does not show yet what it told at that time, ISO 8601. */
export function requireSettled(told_at: string, now: number): void {
  if (now - Date.parse(told_at) >= settledMs) return;
  throw new RetryableError("comment_unsettled", "GitHub may not show yet what it has told of the comment");
}

/** Why a job's command does not stand in its comment any more; null when it does. Throws as `requireSettled` does. */
export async function findWithdrawal(
  job: Job,
  { reader, clock }: { reader: RepositoryReader; clock: Clock },
): Promise<Exclude<CommentFault, "comment_of_another"> | null> {
  const live = await reader.comment(job, job.source);
  if (live && timesGiven(live.body, job.command) > 0) return null;
  requireSettled(job.received_at ?? job.created_at, clock());
  return live ? "comment_changed" : "comment_deleted";
}
