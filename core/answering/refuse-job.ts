import type { Job, Refusal } from "../jobs/job.ts";
import { type EndingPorts, type PublishedEnd, publishEnd } from "./publish-end.ts";
import { renderRefusal } from "./render-answer.ts";

/** Posts all refusals in one comment and ends the job. Returns the job. Throws PacedError if the comment has to wait. */
export async function refuseJob(
  job: Job,
  refusals: Refusal[],
  actor: string,
  ports: EndingPorts,
): Promise<PublishedEnd> {
  const { job: answered, signs } = await publishEnd(job, [renderRefusal(job, refusals)], "-1", ports);
  const reason = refusals.map(({ code }) => code).join(", ");
  const ids = { comment: answered.comment?.id ?? 0 };
  return {
    job: await ports.jobs.transition(answered, "REFUSED", { actor, reason, ids }, { refusals }),
    signs,
  };
}
