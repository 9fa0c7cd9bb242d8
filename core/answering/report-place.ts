import type { Job } from "../jobs/job.ts";
import { beginWriting, endWriting, fingerprint, type Queued } from "../jobs/status-comment.ts";
import type { Employee } from "../roster/employee.ts";
import { placeOf } from "./comment-place.ts";
import { type AnsweringPorts, commentBody } from "./publish-comment.ts";
import { renderQueued } from "./render-answer.ts";

/** Returns whether a job's status comment shows another place in the lane than this one, and no step is about to change it. */
export function showsOtherPlace({ comment }: Job, { place, of }: Pick<Queued, "place" | "of">): boolean {
  if (comment?.phase !== "POSTED" || comment.id === null || comment.writing || !comment.queued) return false;
  return comment.queued.place !== place || comment.queued.of !== of;
}

/**
 * Changes the place that a status comment shows with one PATCH; never creates a comment. Returns whether the comment
 * changed. Throws FencedError if a step has claimed the job.
 */
export async function reportPlace(
  job: Job,
  employee: Employee,
  queued: Queued,
  { jobs, writer, sha256 }: AnsweringPorts,
): Promise<boolean> {
  const { comment } = job;
  if (!comment?.id || !showsOtherPlace(job, queued)) return false;
  const body = commentBody(job.job_id, 1, renderQueued(job, employee, queued));
  const text = [fingerprint(body, sha256)];
  const record = beginWriting(comment, { text, provisional: true, queued });
  const current = await jobs.save(job, { comment: record });
  const updated = await writer.updateComment(placeOf(current), comment.id, body);
  await jobs.save(current, { comment: endWriting(record, [comment.id, ...comment.continuation_ids]) });
  return updated;
}
