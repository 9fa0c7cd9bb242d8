import type { Job } from "../jobs/job.ts";
import { isDoubtful, removedComment, type StatusComment } from "../jobs/status-comment.ts";
import { commentsElsewhere, commentsInPlace, removeComments } from "./comment-place.ts";
import { clearReactions } from "./place-reaction.ts";
import { type EndingPorts, endWrites } from "./publish-end.ts";

/**
 * Ends a job whose command was withdrawn before the work started. Posts nothing, and removes the reaction and the
 * status comment of an earlier try, so that no user waits for an answer. The record keeps that a comment may still
 * appear, which `reconcileComments` then removes. An answer from before a retry stays, unless this attempt has started to
 * overwrite it. Throws PacedError if the removal has to wait for GitHub's limits.
 */
export async function withdrawJob(job: Job, reason: string, actor: string, ports: EndingPorts): Promise<Job> {
  const note = { actor, reason, ids: { delivery: job.delivery_id } };
  if (job.retried_at && !job.comment?.provisional) return ports.jobs.transition(job, "CANCELLED", note);
  const comment = await removeTraces(job, ports);
  return ports.jobs.transition(job, "CANCELLED", note, { comment, reaction_id: null });
}

async function removeTraces(job: Job, { writer, pacer }: EndingPorts): Promise<StatusComment | null> {
  if (job.reaction_id !== null || job.comment)
    await pacer.takeAnswer(job, { ...endWrites(job, 1), signs: 0 });
  if (job.reaction_id !== null) await writer.unreact(job, job.source, job.reaction_id);
  if (!job.comment) return null;
  if (isDoubtful(job.comment)) {
    await clearReactions(job, { kinds: job.comment.reactions ?? [], kept: null }, writer);
  }
  // Found by the marker: a comment whose POST was cut off is on GitHub but not in the record.
  const shown = [await commentsInPlace(job, writer), ...(await commentsElsewhere(job, writer))];
  const removed: number[] = [];
  for (const marked of shown) removed.push(...(await removeComments(marked, writer)));
  return removedComment(job.comment, removed[0] ?? job.comment.id);
}
