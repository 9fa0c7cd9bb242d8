import { type Clock, isoTime } from "../../core/clock.ts";
import { FencedError } from "../../core/errors.ts";
import { ensureExecution } from "../../core/jobs/advance-execution.ts";
import { idsOfJob } from "../../core/jobs/correlation.ts";
import { executionName } from "../../core/jobs/job-id.ts";
import type { IndexedJob, JobIndex } from "../../core/jobs/job-index.ts";
import type { JobState } from "../../core/jobs/job-state.ts";
import type { JobStore } from "../../core/jobs/job-store.ts";
import type { Workflow } from "../../core/jobs/workflow.ts";
import type { NoteRepair } from "../../core/repair/repaired.ts";
import { withConcurrency } from "../../core/with-concurrency.ts";

export interface FinishPorts {
  clock: Clock;
  jobs: Pick<JobStore, "read" | "transition">;
  index: JobIndex;
  workflow: Workflow;
  repaired: NoteRepair;
  timeLeft(): number;
}

const actor = "sweep-deliveries";
const minute = 60_000;
/** Most steps change their job more often than that; one whose employee works or waits is looked at and left alone. */
const quietMs = 5 * minute;
/** Step Functions answers fifteen such questions a second. */
const looksPerSweep = 100;
const dispatched: JobState[] = ["DISPATCHED", "WORKER_RUNNING", "WORKER_SUCCEEDED", "WORKER_FAILED"];

/**
 * Begins jobs anew whose execution has ended, or never began, before the job was over. After three attempts the next
 * ones only tell that it failed. Answers what failed.
 */
export async function finishJobs(ports: FinishPorts): Promise<unknown[]> {
  const { clock, index, timeLeft } = ports;
  const before = isoTime(clock() - quietMs);
  const found = await Promise.all(dispatched.map((state) => index.inState(state, { before }, 1_000)));
  const quiet = found.flat().sort((a, b) => a.updated_at.localeCompare(b.updated_at));
  const { failures } = await withConcurrency(turnOf(quiet, clock()), { width: 8, timeLeft }, (job) =>
    finishJob(job, before, ports),
  );
  return failures;
}

/** Hundreds may wait for a model that is down: all get their turn, one sweep after another. */
function turnOf(jobs: IndexedJob[], now: number): IndexedJob[] {
  const turns = Math.ceil(jobs.length / looksPerSweep);
  const first = turns === 0 ? 0 : (Math.floor(now / minute) % turns) * looksPerSweep;
  return jobs.slice(first, first + looksPerSweep);
}

async function finishJob({ job_id }: IndexedJob, before: string, ports: FinishPorts): Promise<void> {
  const job = await ports.jobs.read(job_id);
  if (!job || !dispatched.includes(job.state) || job.updated_at > before) return;
  const status = await ports.workflow.look(executionName(job_id, job.attempt));
  if (status === "running") return;
  try {
    const advance = await ensureExecution(job, actor, ports);
    ports.repaired(advance === "given_up" ? "job_given_up" : "job_restarted", idsOfJob(job));
  } catch (error) {
    // Another sweep, or the dispatcher, was faster.
    if (!(error instanceof FencedError)) throw error;
  }
}
