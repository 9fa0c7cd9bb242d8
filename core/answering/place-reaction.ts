import type { Job } from "../jobs/job.ts";
import type { Reaction } from "../jobs/status-comment.ts";
import type { PullRequestWriter } from "./pull-request-writer.ts";

/**
 * Makes `reaction` our only reaction on the comment with the command. Returns its id; null if GitHub supports no
 * reactions there. Can be repeated: GitHub returns the existing reaction.
 */
export async function placeReaction(
  job: Job,
  reaction: Reaction,
  writer: PullRequestWriter,
): Promise<number | null> {
  const id = await writer.react(job, job.source, reaction);
  if (job.reaction_id !== null && job.reaction_id !== id) {
    await writer.unreact(job, job.source, job.reaction_id);
  }
  return id;
}

/** Removes our reactions of these kinds except the kept one: the job may not know the ids of all its reactions. */
export async function clearReactions(
  job: Job,
  { kinds, kept }: { kinds: readonly Reaction[]; kept: number | null },
  writer: PullRequestWriter,
): Promise<void> {
  if (kinds.length === 0) return;
  const own = await writer.ownReactions(job, job.source);
  const strays = own.filter(({ id, reaction }) => id !== kept && kinds.includes(reaction));
  for (const { id } of strays) await writer.unreact(job, job.source, id);
}
