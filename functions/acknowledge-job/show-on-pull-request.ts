import { placeReaction } from "../../core/answering/place-reaction.ts";
import type { AnsweringPorts } from "../../core/answering/publish-comment.ts";
import { beginComment, type StartedComment, writeComment } from "../../core/answering/write-comment.ts";
import type { PlannedReservation } from "../../core/budgets/reserve-run.ts";
import { beginProgress, type CheckPorts, recordOf, showProgress } from "../../core/checks/show-check.ts";
import type { Job, Refusal } from "../../core/jobs/job.ts";
import { namesAllComments, type Queued } from "../../core/jobs/status-comment.ts";
import { together } from "../../core/together.ts";

interface Start {
  /** Of the status comment. */
  text: string;
  status: "queued" | "in_progress";
  queued?: Queued;
  /** What the run has to hold before the job says that it runs. */
  reservation: PlannedReservation | null;
}

type ShowPorts = AnsweringPorts & CheckPorts;

const reaction = "eyes";

/**
 * Shows that a job runs or waits. One write records all that follows. Then the reaction appears at once, and the status
 * comment and the check run side by side as soon as the budgets hold what the run may cost. Returns the job, and the
 * refusal of a budget, with which only the reaction appears. Can be repeated after a failure of any call.
 */
export async function showOnPullRequest(
  job: Job,
  { text, status, queued, reservation }: Start,
  ports: ShowPorts,
): Promise<{ job: Job; refusal: Refusal | null }> {
  const kind = { final: false, reaction, ...(queued && { queued }) } as const;
  const comment = beginComment(job, [text], kind, ports);
  const check = beginProgress(job, status, ports);
  const current = await ports.jobs.save(job, {
    ...reservation?.change,
    comment: comment.record,
    ...recordOf(check),
  });
  const reacted = hasReacted(job)
    ? Promise.resolve(job.reaction_id)
    : placeReaction(current, reaction, ports.writer);
  const [reaction_id, refusal] = await together([
    reacted,
    (async () => {
      const refused = (await reservation?.hold()) ?? null;
      if (refused) return refused;
      const checked = check ? showProgress(current, check, text, ports) : Promise.resolve();
      await together([showComment(current, comment, reacted, ports), checked]);
      return null;
    })(),
  ]);
  return { job: { ...current, reaction_id }, refusal };
}

/** Returns the content writes that `showOnPullRequest` makes if nothing fails: an earlier reaction is replaced with two. */
export function writesToShow(job: Pick<Job, "comment" | "reaction_id">): number {
  const commentAndCheckRun = 2;
  if (hasReacted(job)) return commentAndCheckRun;
  return commentAndCheckRun + (job.reaction_id === null ? 1 : 2);
}

/** Returns whether the reaction is there, because the job has waited for its turn. */
function hasReacted({ comment, reaction_id }: Pick<Job, "comment" | "reaction_id">): boolean {
  return reaction_id !== null && namesAllComments(comment) && comment?.reactions?.at(-1) === reaction;
}

async function showComment(
  job: Job,
  started: StartedComment,
  reacted: Promise<number | null>,
  ports: ShowPorts,
): Promise<void> {
  const [comment, reaction_id] = await together([writeComment(started, job, ports), reacted]);
  await ports.jobs.save(job, { comment, reaction_id });
}
