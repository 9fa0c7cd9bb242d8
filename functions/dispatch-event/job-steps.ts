import { refusedBecause } from "../../core/answering/end-unsent.ts";
import { checkJob, isFinal } from "../../core/dispatch/check-job.ts";
import type { PlannedJob } from "../../core/dispatch/plan-jobs.ts";
import { isCancelledByClose } from "../../core/dispatch/pull-request-closed.ts";
import { applyAction } from "../../core/job-actions/apply-action.ts";
import { planAction } from "../../core/job-actions/plan-action.ts";
import { ensureExecution } from "../../core/jobs/ensure-execution.ts";
import type { Job, Refusal } from "../../core/jobs/job.ts";
import { executionName } from "../../core/jobs/job-id.ts";
import { isVisible } from "../../core/jobs/job-mode.ts";
import { isTerminal } from "../../core/jobs/job-state.ts";
import type { EventNote } from "../../core/jobs/job-store.ts";
import type { JobPorts } from "./ports.ts";

export const actor = "dispatch-event";

/** Records a planned job as RECEIVED. Returns the job that an earlier attempt recorded, if there is one. */
export async function recordJob({ job, reason }: PlannedJob, rollout: number, ports: JobPorts): Promise<Job> {
  const planned = note(job, reason);
  if (rollout > 0) planned.ids.rollout = rollout;
  return ports.jobs.create(await planAction(job, ports), planned);
}

/**
 * Changes a RECEIVED job to VALIDATED, or to DISPATCHED with refusals, which the workflow explains. A job in
 * shadow ends in IGNORED with the decision, unless its employee runs. If GitHub does not show the pull request to the App, it changes the job
 * to CANCELLED, because no comment can be posted.
 */
export async function authorizeOrRefuse(job: Job, refusals: Refusal[], ports: JobPorts): Promise<Job> {
  try {
    return await recordDecision(job, refusals, ports);
  } catch (error) {
    if (!isFinal(error, ports.receives ?? 1)) throw error;
    return ports.jobs.transition(job, "CANCELLED", note(job, error.code));
  }
}

async function recordDecision(job: Job, commandRefusals: Refusal[], ports: JobPorts): Promise<Job> {
  const { refusals, pull, held } = await checkJob(job, commandRefusals, ports);
  const isRefused = refusals.length > 0;
  const { asked_at } = ports;
  const isConfirmed = asked_at !== undefined && !isRefused && !isCancelledByClose(job, pull);
  const authority = isConfirmed ? { at: asked_at, held } : null;
  const change = { head_sha: pull.head_sha, refusals, authority };
  const decision = isRefused ? refusedBecause(refusals) : "authorised";
  if (!isVisible(job) && (isRefused || job.mode !== "shadow-run")) {
    return ports.jobs.transition(job, "IGNORED", note(job, `${job.mode}, would be ${decision}`), change);
  }
  if (isRefused) return markDispatched(job, decision, change, ports);
  return ports.jobs.transition(job, "VALIDATED", note(job, decision), change);
}

/** Changes the job from VALIDATED to DISPATCHED. A `/cancel` or `/retry` changes its other job first. */
export async function recordDispatch(job: Job, ports: JobPorts): Promise<Job> {
  const action = await applyAction(job, ports);
  return markDispatched(job, "authorised", action ? { order: action } : {}, ports);
}

/** Changes the job to DISPATCHED before its execution starts, whose first step must find the job in that state. */
function markDispatched(job: Job, reason: string, change: object, ports: JobPorts): Promise<Job> {
  const execution_arn = ports.workflow.arnOf(executionName(job.job_id, job.attempt));
  const ids = { delivery: job.delivery_id, execution: execution_arn };
  return ports.jobs.transition(job, "DISPATCHED", { actor, reason, ids }, { ...change, execution_arn });
}

/**
 * Makes sure that a dispatched job has finished or has a running execution. Never restarts a finished job: another
 * delivery does not prove that a user asked again, because its ID is not signed.
 */
export async function resumeJob(jobId: string, ports: JobPorts): Promise<void> {
  const job = await ports.jobs.read(jobId);
  if (job && !isTerminal(job.state)) await ensureExecution(job, actor, ports);
}

function note(job: Pick<Job, "delivery_id">, reason: string): EventNote {
  return { actor, reason, ids: { delivery: job.delivery_id } };
}
