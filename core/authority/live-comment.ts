import type { Clock } from "../clock.ts";
import { type ParsedComment, readComment } from "../commands/parse-comment.ts";
import { RetryableError } from "../errors.ts";
import { isComment } from "../github/pull-request.ts";
import type { RepositoryReader } from "../github/repository-reader.ts";
import type { Job } from "../jobs/job.ts";

/** Why a delivered command does not run: it differs from the comment on GitHub. */
export type CommentFault = "comment_deleted" | "comment_changed" | "comment_of_another";

/** GitHub reads from replicas, which may lag behind its webhooks for this long. */
const graceMs = 30_000;

/** Counts this command in a comment, with a slash or a mention, including the first command beyond the limit, because that one is answered. */
export function timesGiven(
  { commands, leftOut }: Pick<ParsedComment, "commands" | "leftOut">,
  { name, text }: Pick<Job["command"], "name" | "text">,
): number {
  return [...commands, leftOut].filter((command) => command?.name === name && command.text === text).length;
}

/**
 * Throws RetryableError while a read may return data from before a webhook. `received_at`: when the webhook arrived, ISO
 * 8601.
 */
export function requireConsistentRead(received_at: string, now: number): void {
  if (now - Date.parse(received_at) >= graceMs) return;
  throw new RetryableError("comment_unsettled", "GitHub may not show the comment's current state yet");
}

/**
 * Returns why a job's command is no longer in its comment; null if it is, or if a button gave it. Throws RetryableError as
 * `requireConsistentRead` does.
 */
export async function findWithdrawal(
  job: Job,
  { reader, clock }: { reader: RepositoryReader; clock: Clock },
): Promise<Exclude<CommentFault, "comment_of_another"> | null> {
  if (!isComment(job.source)) return null;
  const live = await reader.comment(job, job.source);
  if (live && timesGiven(await readComment(live.body, reader), job.command) > 0) return null;
  requireConsistentRead(job.received_at ?? job.created_at, clock());
  return live ? "comment_changed" : "comment_deleted";
}
