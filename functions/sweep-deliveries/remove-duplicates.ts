import { leaveOneAnswer } from "../core/answering/leave-one-answer.ts";
import type { AnsweringPorts } from "../core/answering/publish-comment.ts";
import { type Clock, isoTime } from "../core/clock.ts";
import { idsOfJob } from "../core/correlation.ts";
import { eachOf } from "../core/each-of.ts";
import { FencedError, PermanentError } from "../core/errors.ts";
import type { IndexedJob, JobIndex } from "../core/jobs/job-index.ts";
import type { JobState } from "../core/jobs/job-state.ts";
import type { NoteRepair } from "../core/repair/repaired.ts";
import type { SweepMarks } from "../core/repair/sweep-marks.ts";

export interface DuplicatePorts extends AnsweringPorts {
  clock: Clock;
  index: JobIndex;
  marks: SweepMarks;
  repaired: NoteRepair;
  timeLeft(): number;
}

const minute = 60_000;
/** GitHub ends a request of its own after ten seconds; a comment is there by then, and listed. */
const settledMs = 2 * minute;
const firstSweepMs = 10 * minute;
const oldestMs = 6 * 60 * minute;
const jobsPerSweep = 100;
const mark = "answers";
/** With something said on the pull request; of a job that was cancelled, when it had begun. */
const endings: JobState[] = ["NOTIFIED", "REFUSED", "CANCELLED"];

/**
 * Looks once more at the answers of the jobs that ended since the last sweep: a comment whose POST was given up for
 * lost may have landed after the last look. Answers what failed.
 */
export async function removeDuplicates(ports: DuplicatePorts): Promise<unknown[]> {
  const { clock, marks, timeLeft } = ports;
  const now = clock();
  const until = isoTime(now - settledMs);
  const { ended, covered } = await endedJobs(await startOf(now, marks), until, ports);
  const pace = { width: 4, timeLeft, stopAfter: 5 };
  const first = await eachOf(ended, pace, (job) => tidy(job, ports));
  const { failures, left } = await eachOf(first.left, pace, (job) => tidy(job, ports));
  // The next sweep begins with what this one has left; but one that fails where later ones do not holds up no other.
  const next = ended[ended.findLastIndex((job) => !left.includes(job)) + 1];
  await marks.advance(mark, next?.updated_at ?? covered);
  return failures;
}

async function startOf(now: number, marks: SweepMarks): Promise<string> {
  const last = await marks.read(mark);
  if (last === null) return isoTime(now - firstSweepMs);
  return isoTime(Math.max(Date.parse(last), now - oldestMs));
}

async function endedJobs(after: string, before: string, { index }: DuplicatePorts) {
  const found = await Promise.all(
    endings.map((state) => index.inState(state, { after, before }, jobsPerSweep)),
  );
  const all = found.flat().sort((a, b) => a.updated_at.localeCompare(b.updated_at));
  const ended = all.slice(0, jobsPerSweep);
  const cut = all.length > jobsPerSweep || found.some(({ length }) => length === jobsPerSweep);
  return { ended, covered: (cut && ended.at(-1)?.updated_at) || before };
}

async function tidy({ job_id }: IndexedJob, ports: DuplicatePorts): Promise<void> {
  const job = await ports.jobs.read(job_id);
  if (!job || !endings.includes(job.state)) return;
  try {
    const removed = await leaveOneAnswer(job, ports);
    for (const comment_id of removed) ports.repaired("duplicate_removed", { ...idsOfJob(job), comment_id });
  } catch (error) {
    // The pull request is gone, or the App is not welcome any more; or somebody else is at work on the job.
    if (!(error instanceof PermanentError || error instanceof FencedError)) throw error;
  }
}
