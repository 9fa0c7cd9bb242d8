import type { Job } from "../jobs/job.ts";
import { isVisible } from "../jobs/job-mode.ts";
import { commentsElsewhere, commentsInPlace, removeComments } from "./comment-place.ts";
import { type EndTextPorts, endText, isEndedEarly } from "./final-text.ts";
import { type AnsweringPorts, publishComment } from "./publish-comment.ts";
import { commentBody } from "./write-part.ts";

/**
 * Posts how a job ended that was cancelled, was replaced by a later one, or failed and could not report that. Replaces the text of
 * its status comment and removes our reaction. Repeating it changes nothing, unless a step has written after the
 * cancellation. Returns whether anything changed.
 */
export async function reportCancellation(job: Job, ports: AnsweringPorts & EndTextPorts): Promise<boolean> {
  if (!isEndedEarly(job) || !isVisible(job)) return false;
  const { jobs, writer, sha256 } = ports;
  const text = await endText(job, ports);
  if (text === null) return false;
  const { comments } = await commentsInPlace(job, writer);
  const [first, ...others] = comments;
  const elsewhere = await commentsElsewhere(job, writer);
  const isCurrent = first?.id === job.comment?.id && first?.body === commentBody(job.job_id, 1, text);
  const isAlone = others.length === 0 && elsewhere.length === 0;
  if (isCurrent && isAlone && job.reaction_id === null) return false;

  // A finished job can only be corrected, and no step claims it.
  const finished = { save: jobs.correct };
  const kind = { final: true, unclaimed: true };
  const posted = await publishComment(job, [text], { jobs: finished, writer, sha256 }, kind);
  for (const marked of await commentsElsewhere(posted, writer)) await removeComments(marked, writer);
  if (posted.reaction_id === null) return true;
  await writer.unreact(posted, posted.source, posted.reaction_id);
  await jobs.correct(posted, { reaction_id: null });
  return true;
}
