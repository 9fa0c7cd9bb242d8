import type { Job, Refusal } from "../jobs/job.ts";
import { type AnsweringPorts, publishComment } from "./publish-comment.ts";
import { renderRefusal } from "./render-answer.ts";

/** Explains every condition that was not met, once, and ends the job. */
export async function refuseJob(
  job: Job,
  refusals: Refusal[],
  actor: string,
  ports: AnsweringPorts,
): Promise<Job> {
  const said = { final: true, reaction: "-1" } as const;
  const answered = await publishComment(job, [renderRefusal(job, refusals)], ports, said);
  const reason = refusals.map(({ code }) => code).join(", ");
  const ids = { comment: answered.comment?.id ?? 0 };
  return ports.jobs.transition(answered, "REFUSED", { actor, reason, ids }, { refusals });
}
