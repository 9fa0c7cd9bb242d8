import { cancelledWord } from "../../core/answering/final-word.ts";
import { type SettlePorts, settleComments, settleReactions } from "../../core/answering/settle-comments.ts";
import { tellCancelled } from "../../core/answering/tell-cancelled.ts";
import { type Clock, isoTime } from "../../core/clock.ts";
import { idsOfJob } from "../../core/jobs/correlation.ts";
import type { Job } from "../../core/jobs/job.ts";
import type { IndexedJob, JobIndex } from "../../core/jobs/job-index.ts";
import type { JobState } from "../../core/jobs/job-state.ts";
import { isDoubtful } from "../../core/jobs/status-comment.ts";
import type { NoteRepair } from "../../core/repair/repaired.ts";
import type { SweepMarks } from "../../core/repair/sweep-marks.ts";
import { withConcurrency } from "../../core/with-concurrency.ts";
import { isLetGo } from "./let-go.ts";

export interface SettleAnswersPorts extends SettlePorts {
  clock: Clock;
  index: JobIndex;
  marks: SweepMarks;
  repaired: NoteRepair;
  timeLeft(): number;
}

/** When a finished job's comments are compared with its record: each check reads them from GitHub once. */
interface Look {
  /** Name of its progress marker. */
  mark: string;
  /** Time since the job ended. */
  afterMs: number;
  /** Selects the jobs. */
  isDue(job: Job): boolean;
}

const minute = 60_000;
/** GitHub terminates its requests after ten seconds; by now a late write has landed and is listed. */
const first: Look = { mark: "answers", afterMs: 2 * minute, isDue: () => true };
/** Only if the outcome of a write is unknown: a list may lag longer, or the write may have been delayed. */
const second: Look = {
  mark: "doubtful-answers",
  afterMs: 5 * minute,
  isDue: ({ comment }) => isDoubtful(comment),
};
const firstSweepMs = 10 * minute;
const oldestMs = 6 * 60 * minute;
const jobsPerSweep = 100;
/** Jobs with a comment on the pull request; a cancelled job only if it had started. */
const endings: JobState[] = ["NOTIFIED", "REFUSED", "CANCELLED"];

/**
 * Compares the comments on the pull request with the record, for jobs that ended since the last sweep: a write that was
 * given up may land after the job's final text. Returns what failed.
 */
export const settleAnswers = (ports: SettleAnswersPorts): Promise<unknown[]> => takeLook(first, ports);

/** Repeats it for jobs with a write of unknown outcome; after that they are left alone. */
export const settleDoubtful = (ports: SettleAnswersPorts): Promise<unknown[]> => takeLook(second, ports);

async function takeLook(look: Look, ports: SettleAnswersPorts): Promise<unknown[]> {
  const { clock, marks, timeLeft } = ports;
  const now = clock();
  const until = isoTime(now - look.afterMs);
  const { ended, covered } = await endedJobs(await startOf(look, now, marks), until, ports);
  const pace = { width: 4, timeLeft, stopAfter: 5 };
  const tried = await withConcurrency(ended, pace, (job) => settle(job, look, ports));
  const { failures, left } = await withConcurrency(tried.left, pace, (job) => settle(job, look, ports));
  // The next sweep starts where this one stopped; a job that keeps failing does not block the others.
  const next = ended[ended.findLastIndex((job) => !left.includes(job)) + 1];
  await marks.advance(look.mark, next?.updated_at ?? covered);
  return failures;
}

async function startOf({ mark }: Look, now: number, marks: SweepMarks): Promise<string> {
  const last = await marks.read(mark);
  if (last === null) return isoTime(now - firstSweepMs);
  return isoTime(Math.max(Date.parse(last), now - oldestMs));
}

async function endedJobs(after: string, before: string, { index }: SettleAnswersPorts) {
  const found = await Promise.all(
    endings.map((state) => index.inState(state, { after, before }, jobsPerSweep)),
  );
  const all = found.flat().sort((a, b) => a.updated_at.localeCompare(b.updated_at));
  const ended = all.slice(0, jobsPerSweep);
  const cut = all.length > jobsPerSweep || found.some(({ length }) => length === jobsPerSweep);
  return { ended, covered: (cut && ended.at(-1)?.updated_at) || before };
}

async function settle({ job_id }: IndexedJob, look: Look, ports: SettleAnswersPorts): Promise<void> {
  const job = await ports.jobs.read(job_id);
  if (!job?.comment || !endings.includes(job.state) || !look.isDue(job)) return;
  try {
    await settleReactions(await settleText(job, ports), ports);
  } catch (error) {
    if (!isLetGo(error, job, ports.clock())) throw error;
  }
}

/** Returns the job with the reaction that it has afterwards. */
async function settleText(job: Job, ports: SettleAnswersPorts): Promise<Job> {
  const ids = idsOfJob(job);
  if (job.state === "CANCELLED" && cancelledWord(job, ports.roster) !== null) {
    if (await tellCancelled(job, ports)) ports.repaired("cancellation_told", ids);
    return { ...job, reaction_id: null };
  }
  const { removed, restored } = await settleComments(job, ports);
  for (const comment_id of removed) ports.repaired("duplicate_removed", { ...ids, comment_id });
  for (const comment_id of restored) ports.repaired("answer_restored", { ...ids, comment_id });
  return job;
}
