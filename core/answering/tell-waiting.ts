import type { Job } from "../jobs/job.ts";
import type { Waiting } from "../jobs/status-comment.ts";
import { beginWriting, endWriting, fingerprint } from "../jobs/status-comment.ts";
import type { Employee } from "../roster/employee.ts";
import { type AnsweringPorts, commentBody } from "./publish-comment.ts";
import { renderWaiting } from "./render-answer.ts";

/** Returns whether a job's status comment says "is working on" and no step is about to change it. */
export function saysWorking({ mode, comment }: Job): boolean {
  if (mode === "shadow" || comment?.phase !== "POSTED" || comment.id === null) return false;
  return comment.provisional === true && !comment.writing && !comment.waiting;
}

/**
 * Changes a status comment from "is working on" to what the job waits for, with one PATCH; it never creates a comment.
 * The next step that publishes finds the write on record, so a write that lands after the answer is corrected like any
 * other. Returns whether the comment changed. Throws FencedError if a step has taken the job over.
 */
export async function tellWaiting(
  job: Job,
  employee: Employee,
  waiting: Waiting,
  { jobs, writer, sha256 }: AnsweringPorts,
): Promise<boolean> {
  const { comment } = job;
  if (!comment?.id || !saysWorking(job)) return false;
  const body = commentBody(job.job_id, 1, renderWaiting(job, employee, waiting));
  const text = [fingerprint(body, sha256)];
  const begun = beginWriting(comment, { text, provisional: true, waiting });
  const current = await jobs.save(job, { comment: begun });
  const said = await writer.updateComment(current, comment.id, body);
  await jobs.save(current, { comment: endWriting(begun, [comment.id, ...comment.continuation_ids]) });
  return said;
}
