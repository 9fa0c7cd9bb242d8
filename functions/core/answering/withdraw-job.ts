import type { Job } from "../jobs/job.ts";
import { carriesMarker, isContinuation } from "./marker.ts";
import type { AnsweringPorts } from "./publish-comment.ts";

/**
 * Ends a job whose command was taken back before the work began. Nothing is said; what an earlier try has shown, our
 * reaction and the status comment, goes too, so that nobody waits for an answer that will not come. An answer that was
 * given before somebody had the job begun anew stays.
 */
export async function withdrawJob(
  job: Job,
  reason: string,
  actor: string,
  ports: AnsweringPorts,
): Promise<Job> {
  const note = { actor, reason, ids: { delivery: job.delivery_id } };
  if (job.retried_at) return ports.jobs.transition(job, "CANCELLED", note);
  await takeBack(job, ports);
  return ports.jobs.transition(job, "CANCELLED", note, { comment: null, reaction_id: null });
}

async function takeBack(job: Job, { writer }: AnsweringPorts): Promise<void> {
  if (job.reaction_id !== null) await writer.unreact(job, job.source, job.reaction_id);
  if (!job.comment) return;
  // By the marker: one whose POST was cut off is on GitHub without being in the job.
  const own = await writer.ownComments(job, job.source.created_at);
  for (const { id, body } of own) {
    const shown = carriesMarker(body, job.job_id, 1) || isContinuation(body, job.job_id);
    if (shown) await writer.deleteComment(job, id);
  }
}
