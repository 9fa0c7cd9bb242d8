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
  const { reaction_id: id, source, comment } = job;
  const others = (comment?.reactions ?? []).filter((one) => one !== reaction);
  if (id !== null && others.length > 0) return writer.replaceReaction(job, source, reaction, { id, others });
  const placed = await writer.react(job, source, reaction);
  // Records of earlier versions do not list the reactions.
  if (id !== null && id !== placed) await writer.unreact(job, source, id);
  return placed;
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
