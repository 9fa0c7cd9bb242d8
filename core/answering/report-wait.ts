import type { Job } from "../jobs/job.ts";
import { isVisible } from "../jobs/job-mode.ts";
import { beginWriting, endWriting, fingerprint, type Waiting } from "../jobs/status-comment.ts";
import type { Employee } from "../roster/employee.ts";
import { placeOf } from "./comment-place.ts";
import { type AnsweringPorts, commentBody } from "./publish-comment.ts";
import { renderWaiting } from "./render-answer.ts";

/** Returns whether a job's status comment shows it as running and no step is about to change it. */
export function showsRunning({ mode, comment }: Job): boolean {
  if (!isVisible({ mode }) || comment?.phase !== "POSTED" || comment.id === null) return false;
  return comment.provisional === true && !comment.writing && !comment.waiting && !comment.queued;
}

/**
 * Changes a status comment from "is working on" to "is waiting" with one PATCH; it never creates a comment. The write
 * is recorded, so it is corrected like any other if it lands after the answer. Returns whether the comment changed.
 * Throws FencedError if a step has claimed the job.
 */
export async function reportWait(
  job: Job,
  employee: Employee,
  waiting: Waiting,
  { jobs, writer, sha256 }: AnsweringPorts,
): Promise<boolean> {
  const { comment } = job;
  if (!comment?.id || !showsRunning(job)) return false;
  const body = commentBody(job.job_id, 1, renderWaiting(job, employee, waiting));
  const text = [fingerprint(body, sha256)];
  const record = beginWriting(comment, { text, provisional: true, waiting });
  const current = await jobs.save(job, { comment: record });
  const updated = await writer.updateComment(placeOf(current), comment.id, body);
  await jobs.save(current, { comment: endWriting(record, [comment.id, ...comment.continuation_ids]) });
  return updated;
}
