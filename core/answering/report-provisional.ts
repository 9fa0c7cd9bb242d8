import type { Job } from "../jobs/job.ts";
import { isVisible } from "../jobs/job-mode.ts";
import type { JobChange } from "../jobs/job-store.ts";
import {
  beginWriting,
  endWriting,
  fingerprint,
  type Progress,
  type Queued,
  type StatusComment,
  type Waiting,
} from "../jobs/status-comment.ts";
import type { Employee } from "../roster/employee.ts";
import { placeOf } from "./comment-place.ts";
import type { AnsweringPorts } from "./publish-comment.ts";
import { renderQueued, renderWaiting, renderWorking } from "./render-answer.ts";
import { commentBody } from "./write-part.ts";

const minute = 60_000;
/** Shorter than the interval of the sweeper's schedule. */
const quietMs = 10_000;

/**
 * Returns whether nothing was written of a job for some seconds. Otherwise an edit is left to the next sweep, which shows
 * all that is new with one request.
 */
export function isQuiet({ updated_at }: Pick<Job, "updated_at">, now: number): boolean {
  return now - Date.parse(updated_at) >= quietMs;
}

/** Returns whether a job's status comment shows it as running and no step is about to change it. */
export function showsRunning({ mode, comment }: Job): boolean {
  if (!isVisible({ mode }) || comment?.phase !== "POSTED" || comment.id === null) return false;
  return comment.provisional === true && !comment.writing && !comment.waiting && !comment.queued;
}

/** Returns whether a quiet job shows another progress, and was not changed for it within the last minute. */
export function isProgressDue(job: Job, { text, at }: Progress): boolean {
  const shown = job.comment?.progress;
  if (!showsRunning(job) || !isQuiet(job, Date.parse(at))) return false;
  if (text.trim() === "" || shown?.text === text) return false;
  return !shown || Date.parse(at) - Date.parse(shown.at) >= minute;
}

/** Returns whether a job's status comment shows another place in the lane than this one, and no step is about to change it. */
export function showsOtherPlace({ comment }: Job, { place, of }: Pick<Queued, "place" | "of">): boolean {
  if (comment?.phase !== "POSTED" || comment.id === null || comment.writing || !comment.queued) return false;
  return comment.queued.place !== place || comment.queued.of !== of;
}

/** Changes a status comment from "is working on" to "is waiting"; otherwise like `reportProgress`. */
export async function reportWait(
  job: Job,
  employee: Employee,
  waiting: Waiting,
  ports: AnsweringPorts,
): Promise<boolean> {
  if (!showsRunning(job)) return false;
  return (await edit(job, renderWaiting(job, employee, waiting), { waiting }, ports)).updated;
}

/** Changes the place that a status comment shows; otherwise like `reportProgress`. */
export async function reportPlace(
  job: Job,
  employee: Employee,
  queued: Queued,
  ports: AnsweringPorts,
): Promise<boolean> {
  if (!showsOtherPlace(job, queued)) return false;
  return (await edit(job, renderQueued(job, employee, queued), { queued }, ports)).updated;
}

/**
 * Adds a run's progress to the job's status comment. Returns whether the comment changed. Throws FencedError if a step has
 * claimed the job.
 */
export async function reportProgress(
  job: Job,
  employee: Employee,
  progress: Progress,
  ports: AnsweringPorts,
): Promise<boolean> {
  if (!isProgressDue(job, progress)) return false;
  return (await edit(job, renderWorking(job, employee, progress), { progress }, ports)).updated;
}

/**
 * Records the workflow run of a job and adds its link to the status comment, together with what the run last said. Returns
 * the job. Throws FencedError if a step has claimed the job.
 */
export async function reportRun(
  job: Job,
  employee: Employee,
  { url, said }: { url: string; said: Progress },
  ports: AnsweringPorts,
): Promise<Job> {
  const run = { attempt: job.attempt, url };
  if (!showsRunning(job)) return ports.jobs.save(job, { run });
  const progress = said.text.trim() === "" ? job.comment?.progress : said;
  const text = renderWorking({ ...job, run }, employee, progress);
  return (await edit(job, text, progress ? { progress } : {}, ports, { run })).job;
}

/** Returns whether a job's workflow run is recorded, so the status comment shows its link. */
export function showsRun({ run, attempt }: Pick<Job, "run" | "attempt">): boolean {
  return run?.attempt === attempt;
}

/**
 * Replaces the text of a status comment with one PATCH; never creates a comment. The write is recorded, so it is corrected
 * like any other if it lands after the answer.
 */
async function edit(
  job: Job,
  text: string,
  shown: Pick<StatusComment, "waiting" | "progress" | "queued">,
  { jobs, writer, sha256 }: AnsweringPorts,
  change: JobChange = {},
): Promise<{ job: Job; updated: boolean }> {
  const { comment } = job;
  if (!comment?.id) return { job, updated: false };
  const body = commentBody(job.job_id, 1, text);
  const record = beginWriting(comment, { text: [fingerprint(body, sha256)], provisional: true, ...shown });
  const current = await jobs.save(job, { ...change, comment: record });
  const updated = await writer.updateComment(placeOf(current), comment.id, body);
  const written = endWriting(record, [comment.id, ...comment.continuation_ids]);
  return { job: await jobs.save(current, { comment: written }), updated };
}
