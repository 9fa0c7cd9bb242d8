import { PermanentError } from "../errors.ts";
import type { Job } from "./job.ts";
import { unreportedReason } from "./job-failure.ts";
import { executionName } from "./job-id.ts";
import { maxReportingRestarts, maxRestarts } from "./job-limits.ts";
import type { EventNote, JobStore } from "./job-store.ts";
import { executionInputOf, type Workflow } from "./workflow.ts";

const exhausted = "attempts_exhausted";

interface ExecutionPorts {
  jobs: Pick<JobStore, "transition">;
  workflow: Pick<Workflow, "arnOf" | "start">;
}

/** `given_up`: the job gets no further attempt; its last execution reports that, or it ends without a report. */
type EnsuredExecution = "running" | "restarted" | "given_up";

/**
 * Makes sure that a dispatched, unfinished job has a running execution; starts a new attempt if its execution ended.
 */
export async function ensureExecution(
  job: Job,
  actor: string,
  ports: ExecutionPorts,
): Promise<EnsuredExecution> {
  const { job_id, attempt } = job;
  const status = await ports.workflow.start(executionName(job_id, attempt), executionInputOf(job));
  // An ended execution writes nothing further, so a new attempt is safe.
  return status === "running" ? "running" : restart(job, actor, ports);
}

/** Throws PermanentError, which the workflow reports, if the job may not run. For the first step of an attempt. */
export function requireAttemptsLeft({ restarts = 0 }: Job): void {
  if (restarts <= maxRestarts) return;
  throw new PermanentError(
    exhausted,
    `The job's executions ended before the job did, ${restarts} times: it is not started again`,
  );
}

async function restart(job: Job, actor: string, ports: ExecutionPorts): Promise<EnsuredExecution> {
  const restarts = (job.restarts ?? 0) + 1;
  const ids = { delivery: job.delivery_id };
  const noteOf = (reason: string): EventNote => ({ actor, reason, ids });
  if (restarts > maxRestarts + maxReportingRestarts) {
    await ports.jobs.transition(job, "CANCELLED", noteOf(unreportedReason(exhausted)));
    return "given_up";
  }
  const failed =
    job.state === "WORKER_FAILED"
      ? job
      : await ports.jobs.transition(job, "WORKER_FAILED", noteOf("execution_ended"));
  const attempt = job.attempt + 1;
  const name = executionName(job.job_id, attempt);
  const execution_arn = ports.workflow.arnOf(name);
  const works = restarts <= maxRestarts;
  const note = { ...noteOf(works ? "new_attempt" : exhausted), ids: { ...ids, execution: execution_arn } };
  const change = { attempt, restarts, execution_arn, outcome: null, result_ref: null };
  await ports.jobs.transition(failed, "DISPATCHED", note, change);
  await ports.workflow.start(name, executionInputOf({ job_id: job.job_id, attempt }));
  return works ? "restarted" : "given_up";
}
