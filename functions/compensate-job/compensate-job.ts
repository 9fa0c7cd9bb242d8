import { placeOf } from "../../core/answering/comment-place.ts";
import { isContinuation } from "../../core/answering/marker.ts";
import type { AnsweringPorts } from "../../core/answering/publish-comment.ts";
import type { FailedExecutionInput } from "../../core/jobs/execution-input.schema.ts";
import type { Job } from "../../core/jobs/job.ts";
import { failureCode } from "../../core/jobs/job-failure.ts";

/**
 * Cleans up after a failed attempt, before the failure is posted: deletes the posted parts of a long answer, and keeps
 * the status comment.
 */
export async function compensateJob(
  { job_id, attempt, failure, context }: FailedExecutionInput,
  ports: AnsweringPorts,
): Promise<{ code: string }> {
  const claimed = await ports.jobs.claim(job_id, attempt);
  const code = failureCode(failure, claimed, context);
  const job = await removeContinuations(claimed, ports);
  if (job.state !== "WORKER_FAILED") {
    const ids = { execution: job.execution_arn ?? "" };
    const note = { actor: "compensate-job", reason: code, ids };
    await ports.jobs.transition(job, "WORKER_FAILED", note, { outcome: "failed" });
  }
  return { code };
}

async function removeContinuations(job: Job, { jobs, writer }: AnsweringPorts): Promise<Job> {
  if (!job.comment) return job;
  // A part whose POST timed out may be on GitHub but not in the job record: its marker identifies it.
  const place = placeOf(job);
  const own = await writer.ownComments(place, job.source.created_at);
  const left = own.filter(({ body }) => isContinuation(body, job.job_id));
  for (const { id } of left) await writer.deleteComment(place, id);
  if (job.comment.continuation_ids.length === 0) return job;
  return jobs.save(job, { comment: { ...job.comment, continuation_ids: [] } });
}
