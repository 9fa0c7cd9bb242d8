import { placeOf } from "../../core/answering/comment-place.ts";
import { isContinuation } from "../../core/answering/marker.ts";
import type { AnsweringPorts } from "../../core/answering/publish-comment.ts";
import type { FailedExecutionInput } from "../../core/jobs/execution-input.schema.ts";
import type { Job } from "../../core/jobs/job.ts";
import { failureCode } from "../../core/jobs/job-failure.ts";
import { namesAllComments } from "../../core/jobs/status-comment.ts";
import type { Pacer } from "../../core/pacing/pacer.ts";

export interface CompensatePorts extends AnsweringPorts {
  pacer: Pick<Pacer, "takeSigns">;
}

/**
 * Cleans up after a failed attempt, before the failure is posted: deletes the posted parts of a long answer, and keeps
 * the status comment.
 */
export async function compensateJob(
  { job_id, attempt, failure, context }: FailedExecutionInput,
  ports: CompensatePorts,
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

async function removeContinuations(job: Job, { jobs, writer, pacer }: CompensatePorts): Promise<Job> {
  const { comment, source } = job;
  if (!comment) return job;
  const place = placeOf(job);
  // A part whose POST timed out may be on GitHub but not in the job record: its marker identifies it.
  const own = namesAllComments(comment) ? [] : await writer.ownComments(place, source.created_at);
  const marked = own.filter(({ body }) => isContinuation(body, job.job_id)).map(({ id }) => id);
  // Lists may lag, so the recorded ones count too.
  const left = new Set([...comment.continuation_ids, ...marked]);
  // The report of the failure deletes them too.
  if (left.size > 0 && !(await pacer.takeSigns(job, left.size))) return job;
  for (const id of left) await writer.deleteComment(place, id);
  if (comment.continuation_ids.length === 0) return job;
  return jobs.save(job, { comment: { ...comment, continuation_ids: [] } });
}
