import { isoTime } from "../../../core/clock.ts";
import { hasFailed } from "../../../core/jobs/job-failure.ts";
import type { JobState } from "../../../core/jobs/job-state.ts";
import type { Stack } from "../find-stack.ts";
import { bad, doubtful, type Finding, good } from "../finding.ts";
import { countJobs } from "../jobs/count-jobs.ts";
import { findJobs } from "../jobs/find-jobs.ts";
import { jobReading } from "../jobs/job-reading.ts";
import { dispatchedStates, quietMs, undispatchedMs, undispatchedStates } from "../jobs/stale-jobs.ts";

const minute = 60_000;
const hour = 60 * minute;
/** Maximum number of finished jobs to read: more than any stack finishes in an hour. */
const atMost = 10_000;

/** Jobs that do not get on. */
export async function checkOpenJobs(stack: Stack): Promise<Finding[]> {
  const now = Date.now();
  const [undispatched, quiet] = await Promise.all([
    inStates(stack, undispatchedStates, isoTime(now - undispatchedMs)),
    inStates(stack, dispatchedStates, isoTime(now - quietMs)),
  ]);
  return [
    undispatched === 0
      ? good("jobs stuck", "none")
      : bad("jobs stuck", `${count(undispatched)} not dispatched for an hour`, "Their messages: dlq list."),
    quiet === 0
      ? good("jobs waiting", "none")
      : doubtful("jobs waiting", `${count(quiet)} unchanged for 20 min`, "See circuits, and jobs --open."),
  ];
}

async function inStates(stack: Stack, states: readonly JobState[], until: string): Promise<number> {
  const table = stack.output("JobTableName");
  const counts = await Promise.all(states.map((state) => countJobs(table, state, { until })));
  return counts.reduce((sum, one) => sum + one, 0);
}

/** How the jobs of the last hour ended. */
export async function checkEndedJobs(stack: Stack): Promise<Finding[]> {
  const since = isoTime(Date.now() - hour);
  const states: JobState[] = ["NOTIFIED", "WORKER_FAILED", "CANCELLED"];
  const jobs = await findJobs({ states, since }, atMost, jobReading(stack));
  const failed = jobs.filter(hasFailed);
  const all = jobs.length < atMost ? String(jobs.length) : `at least ${jobs.length}`;
  const detail = `${failed.length} of ${all} jobs failed in the last hour`;
  if (failed.length === 0) return [good("recent jobs", detail)];
  const employees = [...new Set(failed.map(({ employee }) => employee))].join(", ");
  const advice = "Which: jobs --state NOTIFIED WORKER_FAILED CANCELLED --since 1h. Why: job <id>.";
  return [doubtful("recent jobs", `${detail}, of ${employees}`, advice)];
}

function count(jobs: number): string {
  return `${jobs} ${jobs === 1 ? "job" : "jobs"}`;
}
