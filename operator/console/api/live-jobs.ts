import { isoTime } from "../../../core/clock.ts";
import type { Job } from "../../../core/jobs/job.ts";
import { isTerminal, type JobState, jobStates } from "../../../core/jobs/job-state.ts";
import type { Stack } from "../../stack/find-stack.ts";
import { countJobs } from "../../stack/jobs/count-jobs.ts";
import { findJobs, type JobReading } from "../../stack/jobs/find-jobs.ts";
import { jobSummary } from "../../stack/jobs/job-summary.ts";
import { waitsTooLong } from "../../stack/jobs/stale-jobs.ts";

const dayMs = 86_400_000;
const openAtMost = 200;
const endedAtMost = 50;
const openStates = jobStates.filter((state) => !isTerminal(state));
const endedStates = jobStates.filter(isTerminal);

export interface LiveJobs {
  /** In the order of a job's life; of states that end a job those that got there within a day. */
  counts: { state: JobState; count: number; open: boolean }[];
  /** Those that are open, and the last that ended: last changed first. */
  jobs: Job[];
}

export async function liveJobs(stack: Stack, reading: JobReading): Promise<LiveJobs> {
  const table = stack.output("JobTableName");
  const since = isoTime(Date.now() - dayMs);
  const [open, ended, ...counts] = await Promise.all([
    findJobs({ states: openStates }, openAtMost, reading),
    findJobs({ states: endedStates }, endedAtMost, reading),
    ...jobStates.map(async (state) => {
      const isOpen = !isTerminal(state);
      return { state, count: await countJobs(table, state, isOpen ? {} : { since }), open: isOpen };
    }),
  ]);
  return { counts, jobs: [...open, ...ended] };
}

/** A job as the page lists it; nothing of what the comment said. */
export function listed(job: Job) {
  return { ...jobSummary(job), too_long: waitsTooLong(job, Date.now()) };
}
