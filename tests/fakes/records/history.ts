import { type HistoryRecord, historyRecord } from "../../../core/jobs/history-record.ts";
import type { Job } from "../../../core/jobs/job.ts";
import type { JobState } from "../../../core/jobs/job-state.ts";
import type { EventNote, JobChange, NewJob } from "../../../core/jobs/job-store.ts";
import { createTestClock } from "../clock.ts";
import { createFakeJobStore } from "../job-store.ts";
import { aNewJob, aNote } from "./job.ts";

export interface Step {
  to: JobState;
  /** Seconds since the previous step. */
  after: number;
  change?: JobChange;
  note?: EventNote;
  /** Whether a person retries the job. */
  asked?: boolean;
}

/** The records of a job that went through these steps. */
export async function aHistory(planned: Partial<NewJob>, steps: Step[]): Promise<HistoryRecord[]> {
  const clock = createTestClock();
  const jobs = createFakeJobStore(clock);
  let job = await jobs.create(aNewJob(planned), aNote);
  const writes: [before: Job | null, after: Job][] = [[null, job]];
  for (const { to, after, change = {}, note = aNote, asked } of steps) {
    clock.advance(after * 1000);
    const before = job;
    job = asked
      ? await jobs.reopen(before, { ...note, actor: "operator:ada" }, change)
      : await jobs.transition(before, to, note, change);
    writes.push([before, job]);
  }
  return writes.map(([before, after]) => historyRecord(before, after)).filter((record) => record !== null);
}

/** The steps of an answered job with that many seconds of waiting and of work. */
export function answered(waited: number, worked: number, comment = 1): Step[] {
  return [
    { to: "VALIDATED", after: 0 },
    { to: "DISPATCHED", after: 0 },
    { to: "WORKER_RUNNING", after: waited, change: { comment: aComment(comment) } },
    { to: "WORKER_SUCCEEDED", after: worked, change: { outcome: "answered" } },
    { to: "NOTIFIED", after: 1 },
  ];
}

export function aComment(id: number): NonNullable<Job["comment"]> {
  return { phase: "POSTED", id, continuation_ids: [] };
}
