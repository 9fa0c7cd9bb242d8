import { PermanentError } from "../errors.ts";
import type { Job } from "./job.ts";
import { unreportedReason } from "./job-failure.ts";
import { executionName } from "./job-id.ts";
import { maxReportingRestarts, maxRestarts } from "./job-limits.ts";
import type { EventNote, JobStore } from "./job-store.ts";
import type { Workflow } from "./workflow.ts";

const exhausted = "attempts_exhausted";

export interface ExecutionPorts {
  jobs: Pick<JobStore, "transition">;
  workflow: Pick<Workflow, "arnOf" | "start">;
}

/** `under_way`: an execution works on it. `given_up`: one tells that nobody will, or the job has ended untold. */
export type Advance = "under_way" | "restarted" | "given_up";

/** Makes sure that a job which was dispatched and is not over has an execution that works on it. */
export async function ensureExecution(job: Job, actor: string, ports: ExecutionPorts): Promise<Advance> {
  const { job_id, attempt } = job;
  const status = await ports.workflow.start(executionName(job_id, attempt), { job_id, attempt });
  // It is over and its job is not: nothing of it goes on, so a new attempt is safe.
  return status === "running" ? "under_way" : beginAnew(job, actor, ports);
}

/** For the first step of an attempt. Throws PermanentError for one that is there to tell: the workflow then does. */
export function refuseFurtherWork({ restarts = 0 }: Job): void {
  if (restarts <= maxRestarts) return;
  throw new PermanentError(
    exhausted,
    "Its executions ended before the job did, too often to begin once more",
  );
}

async function beginAnew(job: Job, actor: string, ports: ExecutionPorts): Promise<Advance> {
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
  const working = restarts <= maxRestarts;
  const begun = { ...noteOf(working ? "new_attempt" : exhausted), ids: { ...ids, execution: execution_arn } };
  const change = { attempt, restarts, execution_arn, outcome: null, result_ref: null };
  await ports.jobs.transition(failed, "DISPATCHED", begun, change);
  await ports.workflow.start(name, { job_id: job.job_id, attempt });
  return working ? "restarted" : "given_up";
}
