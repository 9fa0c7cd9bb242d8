import type { Job } from "../jobs/job.ts";
import type { Employee } from "../roster/employee.ts";
import { cancelledWord } from "./final-word.ts";
import { isMarked } from "./marker.ts";
import { type AnsweringPorts, commentBody, publishComment } from "./publish-comment.ts";

/**
 * Makes the pull request show how a cancelled job ended: that a person cancelled it, or that it failed and could not
 * post so. Replaces the text of its one status comment and removes our reaction. Repeating it changes nothing; the next
 * call overrules a step that wrote after the cancellation. Returns whether anything changed.
 */
export async function tellCancelled(
  job: Job,
  { jobs, writer, sha256, roster }: AnsweringPorts & { roster: Employee[] },
): Promise<boolean> {
  if (job.state !== "CANCELLED" || job.mode === "shadow") return false;
  const text = cancelledWord(job, roster);
  if (text === null) return false;
  const own = await writer.ownComments(job, job.source.created_at);
  const [first, ...others] = own.filter(({ body }) => isMarked(body, job.job_id));
  const told = first?.id === job.comment?.id && first?.body === commentBody(job.job_id, 1, text);
  if (told && others.length === 0 && job.reaction_id === null) return false;

  // Only this can be saved for a finished job.
  const corrected = { save: jobs.correct };
  const posted = await publishComment(job, [text], { jobs: corrected, writer, sha256 }, { final: true });
  if (posted.reaction_id === null) return true;
  await writer.unreact(posted, posted.source, posted.reaction_id);
  await jobs.correct(posted, { reaction_id: null });
  return true;
}
