import type { Job } from "../jobs/job.ts";
import { beginWriting, endWriting, fingerprint, type Progress } from "../jobs/status-comment.ts";
import type { Employee } from "../roster/employee.ts";
import { placeOf } from "./comment-place.ts";
import { type AnsweringPorts, commentBody } from "./publish-comment.ts";
import { renderWorking } from "./render-answer.ts";
import { showsRunning } from "./report-wait.ts";

const minute = 60_000;

/** Returns whether the status comment shows another progress, and was not changed for it within the last minute. */
export function isProgressDue(job: Job, { text, at }: Progress): boolean {
  const shown = job.comment?.progress;
  if (!showsRunning(job) || text.trim() === "" || shown?.text === text) return false;
  return !shown || Date.parse(at) - Date.parse(shown.at) >= minute;
}

/**
 * Adds a run's progress to the job's status comment with one PATCH; it never creates a comment. The write is recorded, so
 * it is corrected like any other if it lands after the answer. Returns whether the comment changed. Throws FencedError if a
 * step has claimed the job.
 */
export async function reportProgress(
  job: Job,
  employee: Employee,
  progress: Progress,
  { jobs, writer, sha256 }: AnsweringPorts,
): Promise<boolean> {
  const { comment } = job;
  if (!comment?.id || !isProgressDue(job, progress)) return false;
  const body = commentBody(job.job_id, 1, renderWorking(job, employee, progress));
  const record = beginWriting(comment, { text: [fingerprint(body, sha256)], provisional: true, progress });
  const current = await jobs.save(job, { comment: record });
  const updated = await writer.updateComment(placeOf(current), comment.id, body);
  await jobs.save(current, { comment: endWriting(record, [comment.id, ...comment.continuation_ids]) });
  return updated;
}
