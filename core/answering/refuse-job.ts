import type { Job, Refusal } from "../jobs/job.ts";
import { type AnsweringPorts, publishComment } from "./publish-comment.ts";
import { renderRefusal } from "./render-answer.ts";

/** Posts all refusals in one comment and ends the job. Returns the job. */
export async function refuseJob(
  job: Job,
  refusals: Refusal[],
  actor: string,
  ports: AnsweringPorts,
): Promise<Job> {
  const kind = { final: true, reaction: "-1" } as const;
  const answered = await publishComment(job, [renderRefusal(job, refusals)], ports, kind);
  const reason = refusals.map(({ code }) => code).join(", ");
  const ids = { comment: answered.comment?.id ?? 0 };
  return ports.jobs.transition(answered, "REFUSED", { actor, reason, ids }, { refusals });
}
