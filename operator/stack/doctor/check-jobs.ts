import { isoTime } from "../../../core/clock.ts";
import { hasFailed } from "../../../core/jobs/job-failure.ts";
import { overdueAfterMs, stuckAfterMs } from "../../../core/jobs/job-limits.ts";
import {
  dispatchedStates,
  type JobState,
  statesThatMayBeFailures,
  undispatchedStates,
} from "../../../core/jobs/job-state.ts";
import type { Stack } from "../find-stack.ts";
import { type Finding, failed, passed, warning } from "../finding.ts";
import { countJobs } from "../jobs/count-jobs.ts";
import { createJobReader, findJobs } from "../jobs/find-jobs.ts";

const hourMs = 3_600_000;
/** Maximum number of finished jobs to read: more than any stack finishes in an hour. */
const maxJobs = 10_000;

/** Checks for unfinished jobs that make no progress. */
export async function checkOpenJobs(stack: Stack): Promise<Finding[]> {
  const now = Date.now();
  const [stuck, overdue] = await Promise.all([
    inStates(stack, undispatchedStates, isoTime(now - stuckAfterMs)),
    inStates(stack, dispatchedStates, isoTime(now - overdueAfterMs)),
  ]);
  return [
    stuck === 0
      ? passed("jobs stuck", "none")
      : failed("jobs stuck", `${count(stuck)} not dispatched for an hour`, "Their messages: dlq list."),
    overdue === 0
      ? passed("jobs waiting", "none")
      : warning(
          "jobs waiting",
          `${count(overdue)} unchanged for 20 min`,
          "See circuits, lanes, and jobs --open.",
        ),
  ];
}

async function inStates(stack: Stack, states: readonly JobState[], until: string): Promise<number> {
  const table = stack.output("JobTableName");
  const counts = await Promise.all(states.map((state) => countJobs(table, state, { until })));
  return counts.reduce((sum, one) => sum + one, 0);
}

/** Checks how the jobs of the last hour ended. */
export async function checkEndedJobs(stack: Stack): Promise<Finding[]> {
  const since = isoTime(Date.now() - hourMs);
  const jobs = await findJobs({ states: statesThatMayBeFailures, since }, maxJobs, createJobReader(stack));
  const failures = jobs.filter(hasFailed);
  const all = jobs.length < maxJobs ? String(jobs.length) : `at least ${jobs.length}`;
  const detail = `${failures.length} of ${all} jobs failed in the last hour`;
  if (failures.length === 0) return [passed("recent jobs", detail)];
  const employees = [...new Set(failures.map(({ employee }) => employee))].join(", ");
  const states = statesThatMayBeFailures.join(" ");
  const advice = `List them: jobs --state ${states} --since 1h. See why: job <id>.`;
  return [warning("recent jobs", `${detail}, of ${employees}`, advice)];
}

function count(jobs: number): string {
  return `${jobs} ${jobs === 1 ? "job" : "jobs"}`;
}
