import type { AnsweringPorts } from "../../core/answering/publish-comment.ts";
import { tellCancelled } from "../../core/answering/tell-cancelled.ts";
import { type Clock, isoTime } from "../../core/clock.ts";
import { idsOfJob } from "../../core/jobs/correlation.ts";
import type { IndexedJob, JobIndex } from "../../core/jobs/job-index.ts";
import type { NoteRepair } from "../../core/repair/repaired.ts";
import type { SweepMarks } from "../../core/repair/sweep-marks.ts";
import type { Employee } from "../../core/roster/employee.ts";
import { withConcurrency } from "../../core/with-concurrency.ts";
import { isLetGo } from "./let-go.ts";

export interface CancellationPorts extends AnsweringPorts {
  roster: Employee[];
  clock: Clock;
  index: JobIndex;
  marks: SweepMarks;
  repaired: NoteRepair;
  timeLeft(): number;
}

const minute = 60_000;
/** A step that was being worked on when its job was cancelled has run out by then, and what it wrote is listed. */
const settledMs = 3 * minute;
const oldestMs = 6 * 60 * minute;
const jobsPerSweep = 100;
const mark = "cancellations";

/**
 * Has the pull request say of each job that somebody cancelled that it was: in the next sweep, and in those after it
 * until no step of the job can write there any more. Who cancels a job need not be able to write to GitHub. Answers
 * what failed.
 */
export async function tellCancellations(ports: CancellationPorts): Promise<unknown[]> {
  const { clock, index, marks, timeLeft } = ports;
  const now = clock();
  const after = await startOf(now, marks);
  const found = await index.inState("CANCELLED", { after, before: isoTime(now) }, jobsPerSweep);
  if (found.length === 0) return [];
  const pace = { width: 4, timeLeft, stopAfter: 5 };
  const { failures, left } = await withConcurrency(found, pace, (job) => tell(job, ports));
  // What this sweep has left, for the next one; but one that fails where later ones do not holds up no other.
  const next = found[found.findLastIndex((job) => !left.includes(job)) + 1];
  const more = found.length === jobsPerSweep ? found.at(-1) : undefined;
  const ends = [isoTime(now - settledMs), next?.updated_at, more?.updated_at];
  await marks.advance(mark, ends.filter((end) => end !== undefined).toSorted()[0] ?? after);
  return failures;
}

async function startOf(now: number, marks: SweepMarks): Promise<string> {
  const oldest = isoTime(now - oldestMs);
  const last = await marks.read(mark);
  return last !== null && last > oldest ? last : oldest;
}

async function tell({ job_id }: IndexedJob, ports: CancellationPorts): Promise<void> {
  const job = await ports.jobs.read(job_id);
  if (!job) return;
  try {
    if (await tellCancelled(job, ports)) ports.repaired("cancellation_told", idsOfJob(job));
  } catch (error) {
    if (!isLetGo(error, job, ports.clock())) throw error;
  }
}
