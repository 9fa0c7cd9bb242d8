import type { Job } from "../jobs/job.ts";
import { carriesMarker, isContinuation } from "./marker.ts";
import type { AnsweringPorts } from "./publish-comment.ts";
import type { OwnComment, PullRequestWriter } from "./pull-request-writer.ts";

/**
 * Leaves one comment for each part of an answer that is complete: the lowest that carries its marker. When that is
 * not the one that the job knows, a POST that was given up for lost had come first: the answer moves there, and the
 * job's record after it. Answers the ids of the comments that were removed.
 */
export async function leaveOneAnswer(job: Job, { jobs, writer }: AnsweringPorts): Promise<number[]> {
  if (!job.comment?.id) return [];
  const known = [job.comment.id, ...job.comment.continuation_ids];
  const own = await writer.ownComments(job, job.source.created_at);
  const partOf = (comment: OwnComment) =>
    known.findIndex((_id, index) => carriesMarker(comment.body, job.job_id, index + 1));

  const kept: number[] = [];
  for (const [index, id] of known.entries()) {
    const candidates = own.filter((comment) => partOf(comment) === index);
    kept.push(await keepLowest(job, id, candidates, writer));
  }
  const [id = null, ...continuation_ids] = kept;
  if (kept.some((lowest, index) => lowest !== known[index])) {
    await jobs.correct(job, { comment: { phase: "POSTED", id, continuation_ids } });
  }
  // A part that the answer does not have is left of an attempt that failed.
  const later = own
    .filter((comment) => partOf(comment) >= 0 || isContinuation(comment.body, job.job_id))
    .filter((comment) => !kept.includes(comment.id));
  for (const comment of later) await writer.deleteComment(job, comment.id);
  return later.map((comment) => comment.id);
}

/** The comment to keep; it says what the one says that the job knows. */
async function keepLowest(
  job: Job,
  id: number,
  candidates: OwnComment[],
  writer: PullRequestWriter,
): Promise<number> {
  const lowest = candidates.toSorted((a, b) => a.id - b.id)[0];
  const answer = candidates.find((comment) => comment.id === id);
  // Somebody has deleted the answer: what is left is not made one.
  if (!lowest || !answer || lowest.id === id) return lowest?.id ?? id;
  return (await writer.updateComment(job, lowest.id, answer.body)) ? lowest.id : id;
}
