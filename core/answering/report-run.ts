import type { Job } from "../jobs/job.ts";
import { beginWriting, endWriting, fingerprint } from "../jobs/status-comment.ts";
import type { Employee } from "../roster/employee.ts";
import { placeOf } from "./comment-place.ts";
import { type AnsweringPorts, commentBody } from "./publish-comment.ts";
import { renderWorking } from "./render-answer.ts";
import { showsRunning } from "./report-wait.ts";

/**
 * Records the workflow run of a job and adds its link to the status comment, with one PATCH; it never creates a comment.
 * The write is recorded, so it is corrected like any other if it lands after the answer. Returns the job. Throws
 * FencedError if a step has claimed the job.
 */
export async function reportRun(
  job: Job,
  employee: Employee,
  url: string,
  { jobs, writer, sha256 }: AnsweringPorts,
): Promise<Job> {
  const run = { attempt: job.attempt, url };
  const { comment } = job;
  if (!comment?.id || !showsRunning(job)) return jobs.save(job, { run });
  const { progress } = comment;
  const body = commentBody(job.job_id, 1, renderWorking({ ...job, run }, employee, progress));
  const text = [fingerprint(body, sha256)];
  const record = beginWriting(comment, { text, provisional: true, ...(progress && { progress }) });
  const current = await jobs.save(job, { run, comment: record });
  await writer.updateComment(placeOf(current), comment.id, body);
  return jobs.save(current, { comment: endWriting(record, [comment.id, ...comment.continuation_ids]) });
}
