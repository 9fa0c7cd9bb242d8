import type { Job, Refusal } from "../jobs/job.ts";
import type { JobChange } from "../jobs/job-store.ts";
import { type EndingPorts, publishEnd } from "./publish-end.ts";
import { renderRefusal } from "./render-answer.ts";

interface FurtherChanges {
  change?: JobChange;
  /** Only if there is room for signs. */
  shown?: JobChange;
}

/**
 * Posts all refusals in one comment and ends the job, with further changes of it. Returns the job, and whether GitHub's
 * limits leave room for its check run now. Throws PacedError if the comment has to wait.
 */
export async function refuseJob(
  job: Job,
  refusals: Refusal[],
  actor: string,
  ports: EndingPorts,
  { change, shown }: FurtherChanges = {},
): Promise<{ job: Job; signs: boolean }> {
  const answered = await publishEnd(job, [renderRefusal(job, refusals)], "-1", ports);
  const { signs } = answered;
  const reason = refusals.map(({ code }) => code).join(", ");
  const note = { actor, reason, ids: { comment: answered.change.comment?.id ?? 0 } };
  const changes = { ...change, ...answered.change, ...(signs && shown), refusals };
  return { job: await ports.jobs.transition(answered.job, "REFUSED", note, changes), signs };
}
