import { type Clock, isoTime } from "../../core/clock.ts";
import { FencedError } from "../../core/errors.ts";
import { ensureExecution } from "../../core/jobs/ensure-execution.ts";
import { executionName } from "../../core/jobs/job-id.ts";
import { executionCheckAfterMs } from "../../core/jobs/job-limits.ts";
import { dispatchedStates } from "../../core/jobs/job-state.ts";
import type { IndexedJob, JobIndex, JobStore } from "../../core/jobs/job-store.ts";
import { idsOfJob } from "../../core/jobs/log-ids.ts";
import type { Workflow } from "../../core/jobs/workflow.ts";
import type { ReportRepair } from "../../core/repair/report-repair.ts";
import { withConcurrency } from "../../core/with-concurrency.ts";
import { jobsInStates } from "./sweep-jobs.ts";

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
const maxJobsOfState = 1_000;

/**
 * Restarts jobs whose execution has ended, or never started, before the job finished. After three attempts, further ones
 * only report the failure on the pull request. Returns the errors.
 */
export async function finishJobs(ports: FinishPorts): Promise<unknown[]> {
  const { clock, timeLeft } = ports;
  const before = isoTime(clock() - executionCheckAfterMs);
  const unchanged = await jobsInStates(dispatchedStates, { before }, maxJobsOfState, ports);
  const { failures } = await withConcurrency(turnOf(unchanged, clock()), { width: 8, timeLeft }, (job) =>
    finishJob(job, before, ports),
  );
  return failures;
}

/** Hundreds of jobs may wait for a model that is down: each sweep takes the next part of the list. */
function turnOf(jobs: IndexedJob[], now: number): IndexedJob[] {
  const turns = Math.ceil(jobs.length / checksPerSweep);
  const first = turns === 0 ? 0 : (Math.floor(now / minute) % turns) * checksPerSweep;
  return jobs.slice(first, first + checksPerSweep);
}

async function finishJob({ job_id }: IndexedJob, before: string, ports: FinishPorts): Promise<void> {
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
