import type { Job } from "../jobs/job.ts";
import { personOf } from "../jobs/person.ts";
import { isMarked, marker } from "./marker.ts";
import { type AnsweringPorts, publishComment } from "./publish-comment.ts";
import { renderCancelled } from "./render-answer.ts";

/**
 * Makes the pull request say that a job was cancelled by somebody: its one status comment, whatever it said, in place of
 * the reaction. Repeating it changes nothing more; a step that wrote once more after the job was cancelled is
 * overruled by the next time. Answers whether anything was changed.
 */
export async function tellCancelled(job: Job, { jobs, writer }: AnsweringPorts): Promise<boolean> {
  const person = personOf(job.last_event.actor);
  if (job.state !== "CANCELLED" || job.mode === "shadow" || !person) return false;
  const text = renderCancelled(job, person);
  const own = await writer.ownComments(job, job.source.created_at);
  const [first, ...others] = own.filter(({ body }) => isMarked(body, job.job_id));
  const told = first?.id === job.comment?.id && first?.body === `${marker(job.job_id, 1)}\n${text}`;
  if (told && others.length === 0 && job.reaction_id === null) return false;

  // Of a job that is over only this can be saved.
  const corrected = { save: jobs.correct };
  const posted = await publishComment(job, [text], { jobs: corrected, writer }, { final: true });
  if (posted.reaction_id === null) return true;
  await writer.unreact(posted, posted.source, posted.reaction_id);
  await jobs.correct(posted, { reaction_id: null });
  return true;
}
