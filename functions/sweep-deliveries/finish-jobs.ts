import { type Clock, isoTime } from "../../core/clock.ts";
import { FencedError } from "../../core/errors.ts";
import { ensureExecution } from "../../core/jobs/ensure-execution.ts";
import type { Job } from "../../core/jobs/job.ts";
import { executionName } from "../../core/jobs/job-id.ts";
import { executionCheckAfterMs } from "../../core/jobs/job-limits.ts";
import { dispatchedStates } from "../../core/jobs/job-state.ts";
import type { IndexedJob, JobIndex, JobStore } from "../../core/jobs/job-store.ts";
import { idsOfJob } from "../../core/jobs/log-ids.ts";
import { pacedSince } from "../../core/jobs/paced.ts";
import type { Workflow } from "../../core/jobs/workflow.ts";
import type { ReportRepair } from "../../core/repair/report-repair.ts";
import { takeTurns } from "../../core/take-turns.ts";
import { withConcurrency } from "../../core/with-concurrency.ts";

export interface FinishPorts {
  clock: Clock;
  jobs: Pick<JobStore, "read" | "transition">;
  index: JobIndex;
  workflow: Workflow;
  repaired: ReportRepair;
  timeLeft(): number;
}

const actor = "sweep-deliveries";
const minute = 60_000;
/** Step Functions answers about fifteen DescribeExecution calls a second. */
const checksPerSweep = 100;
const readsPerSweep = 2_000;
const jobsOfPage = 1_000;
const maxPages = 10;

/**
 * Restarts jobs whose execution has ended, or never started, before the job finished. After three attempts, further ones
 * only report the failure on the pull request. Repositories take turns, and jobs that wait in a lane or for GitHub's limits come last. Returns
 * the errors.
 */
export async function finishJobs(ports: FinishPorts): Promise<unknown[]> {
  const { clock, timeLeft } = ports;
  const before = isoTime(clock() - executionCheckAfterMs);
  const found: Job[] = [];
  const sweep = Math.floor(clock() / minute);
  const { jobs: unchanged, round } = windowOf(await unchangedJobs(before, ports), sweep);
  const reads = await withConcurrency(unchanged, { width: 16, timeLeft }, async ({ job_id }) => {
    const job = await ports.jobs.read(job_id);
    if (job) found.push(job);
  });
  const isQueued = (job: Job) => job.comment?.queued !== undefined || pacedSince(job) !== null;
  const byRepository = ({ repo_id }: Job) => repo_id;
  const due = [
    ...takeTurns(
      found.filter((job) => !isQueued(job)),
      byRepository,
    ),
    ...takeTurns(found.filter(isQueued), byRepository),
  ];
  const { failures } = await withConcurrency(chosenOf(due, round), { width: 8, timeLeft }, (job) =>
    finishJob(job, before, ports),
  );
  return [...reads.failures, ...failures];
}

async function unchangedJobs(before: string, { index }: FinishPorts): Promise<IndexedJob[]> {
  const lists = await Promise.all(
    dispatchedStates.map(async (state) => {
      const jobs = new Map<string, IndexedJob>();
      let after: string | undefined;
      for (let page = 0; page < maxPages; page += 1) {
        const found = await index.inState(state, { ...(after && { after }), before }, jobsOfPage);
        for (const job of found) jobs.set(job.job_id, job);
        if (found.length < jobsOfPage) break;
        after = found.at(-1)?.updated_at;
      }
      return [...jobs.values()];
    }),
  );
  return lists.flat().sort((a, b) => a.updated_at.localeCompare(b.updated_at));
}

/** Thousands of jobs may wait for a model that is down: each sweep takes the next part of the list. */
function windowOf(jobs: IndexedJob[], sweep: number): { jobs: IndexedJob[]; round: number } {
  const windows = Math.max(1, Math.ceil(jobs.length / readsPerSweep));
  const first = (sweep % windows) * readsPerSweep;
  return { jobs: jobs.slice(first, first + readsPerSweep), round: Math.floor(sweep / windows) };
}

/** Half of the checks are for the first jobs of each repository; the other half goes round all further ones. */
function chosenOf(due: Job[], round: number): Job[] {
  const half = checksPerSweep / 2;
  const further = due.slice(half);
  const first = further.length === 0 ? 0 : (round * half) % further.length;
  return [...due.slice(0, half), ...[...further.slice(first), ...further.slice(0, first)].slice(0, half)];
}

/** Restarts a job that has not changed since `before` and whose execution has ended. */
export async function finishJob(
  { job_id }: Pick<IndexedJob, "job_id">,
  before: string,
  ports: FinishPorts,
): Promise<void> {
  const job = await ports.jobs.read(job_id);
  if (!job || !dispatchedStates.includes(job.state) || job.updated_at > before) return;
  const status = await ports.workflow.look(executionName(job_id, job.attempt));
  if (status === "running") return;
  try {
    const advance = await ensureExecution(job, actor, ports);
    ports.repaired(advance === "given_up" ? "job_given_up" : "job_restarted", idsOfJob(job));
  } catch (error) {
    // Another sweep or the dispatcher has restarted it first.
    if (!(error instanceof FencedError)) throw error;
  }
}
