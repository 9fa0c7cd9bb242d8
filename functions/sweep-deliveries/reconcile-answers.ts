import { endText, isEndedEarly } from "../../core/answering/final-text.ts";
import {
  type ReconcilePorts,
  reconcileComments,
  reconcileReactions,
} from "../../core/answering/reconcile-comments.ts";
import { reportCancellation } from "../../core/answering/report-cancellation.ts";
import type { Job } from "../../core/jobs/job.ts";
import { commentCheckAfterMs, doubtfulCommentCheckAfterMs } from "../../core/jobs/job-limits.ts";
import { terminalStatesWithComment } from "../../core/jobs/job-state.ts";
import { idsOfJob } from "../../core/jobs/log-ids.ts";
import { isDoubtful } from "../../core/jobs/status-comment.ts";
import type { ReportRepair } from "../../core/repair/report-repair.ts";
import { type SweepJobsPorts, sweepFinishedJobs } from "./sweep-jobs.ts";

export type ReconcileAnswersPorts = ReconcilePorts & SweepJobsPorts & { repaired: ReportRepair };

const minute = 60_000;

/**
 * Compares the comments on the pull request with the record, for jobs that ended since the last sweep: a write that was
 * given up may land after the job's final text. Returns the errors.
 */
export function reconcileAnswers(ports: ReconcileAnswersPorts): Promise<unknown[]> {
  return sweepFinishedJobs(check("answers", commentCheckAfterMs), ports, (job) => reconcile(job, ports));
}

/** Repeats it for jobs with a write of unknown outcome; after that they are left alone. */
export function reconcileDoubtful(ports: ReconcileAnswersPorts): Promise<unknown[]> {
  const sweep = check("doubtful-answers", doubtfulCommentCheckAfterMs);
  return sweepFinishedJobs(sweep, ports, async (job) => {
    if (isDoubtful(job.comment)) await reconcile(job, ports);
  });
}

/** Each check reads a job's comments from GitHub once. */
const check = (mark: string, ageMs: number) => ({
  mark,
  states: terminalStatesWithComment,
  fromAgeMs: ageMs,
  toAgeMs: ageMs,
  firstSweepMs: 10 * minute,
  marksEmptySweeps: true,
  attempts: 2 as const,
});

async function reconcile(job: Job, ports: ReconcileAnswersPorts): Promise<void> {
  if (!job.comment || !terminalStatesWithComment.includes(job.state)) return;
  await reconcileReactions(await reconcileText(job, ports), ports);
}

/** Returns the job with its reaction after the correction. */
async function reconcileText(job: Job, ports: ReconcileAnswersPorts): Promise<Job> {
  const ids = idsOfJob(job);
  if (isEndedEarly(job) && (await endText(job, ports)) !== null) {
    if (await reportCancellation(job, ports)) ports.repaired("cancellation_told", ids);
    return { ...job, reaction_id: null };
  }
  const { removed, restored } = await reconcileComments(job, ports);
  for (const comment_id of removed) ports.repaired("duplicate_removed", { ...ids, comment_id });
  for (const comment_id of restored) ports.repaired("answer_restored", { ...ids, comment_id });
  return job;
}
