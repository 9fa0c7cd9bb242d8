import type { AuthorityPorts } from "../../core/authority/authority.ts";
import { isFinal } from "../../core/dispatch/is-final.ts";
import { judgeJob } from "../../core/dispatch/judge-job.ts";
import type { PlannedJob } from "../../core/dispatch/planned-job.ts";
import { applyAction } from "../../core/job-actions/apply-action.ts";
import { planAction } from "../../core/job-actions/plan-action.ts";
import { ensureExecution } from "../../core/jobs/advance-execution.ts";
import type { Job, Refusal } from "../../core/jobs/job.ts";
import { executionName } from "../../core/jobs/job-id.ts";
import type { PullRequestIndex } from "../../core/jobs/job-index.ts";
import { isTerminal } from "../../core/jobs/job-state.ts";
import type { EventNote, JobStore } from "../../core/jobs/job-store.ts";
import type { StoppableWorkflow } from "../../core/jobs/workflow.ts";
import type { Employee } from "../../core/roster/employee.ts";

export interface JobPorts extends AuthorityPorts {
  jobs: JobStore;
  index: PullRequestIndex;
  workflow: StoppableWorkflow;
  roster: Employee[];
  /** How often the message was received, including this time; default 1. */
  receives?: number;
}

const actor = "dispatch-event";

/** Brings a job from wherever an earlier try left it to its running execution. */
export async function advanceJob(
  { job: planned, refusals, reason, rollout = 0 }: PlannedJob & { rollout?: number },
  ports: JobPorts,
): Promise<void> {
  const planning = note(planned, reason);
  if (rollout > 0) planning.ids.rollout = rollout;
  let job = await ports.jobs.create(await planAction(planned, ports), planning);
  if (job.state === "RECEIVED") job = await validateOrCancel(job, refusals, ports);
  if (job.state === "VALIDATED") {
    const action = await applyAction(job, ports);
    job = await handOver(job, "authorised", ports, action ? { order: action } : {});
  }
  if (!isTerminal(job.state)) await ensureExecution(job, actor, ports);
}

/**
 * Makes sure that a job which was dispatched before is under way or over. One that is over stays as it is: another
 * delivery is no evidence that somebody asks again, since its id is not signed.
 */
export async function resumeJob(jobId: string, ports: JobPorts): Promise<void> {
  const job = await ports.jobs.read(jobId);
  if (job && !isTerminal(job.state)) await ensureExecution(job, actor, ports);
}

/** A pull request that GitHub does not know, or not to us, ends its job: there is nobody to tell. */
async function validateOrCancel(job: Job, refusals: Refusal[], ports: JobPorts): Promise<Job> {
  try {
    return await validate(job, refusals, ports);
  } catch (error) {
    if (!isFinal(error, ports.receives ?? 1)) throw error;
    return ports.jobs.transition(job, "CANCELLED", note(job, error.code));
  }
}

/** RECEIVED → VALIDATED, or → DISPATCHED with the refusals that the workflow is to explain. */
async function validate(job: Job, commandRefusals: Refusal[], ports: JobPorts): Promise<Job> {
  const { refusals: all, pull } = await judgeJob(job, commandRefusals, ports);
  const change = { head_sha: pull.head_sha, refusals: all };
  const verdict = all.length > 0 ? `refused: ${all.map(({ code }) => code).join(", ")}` : "authorised";
  if (job.mode === "shadow") {
    return ports.jobs.transition(job, "IGNORED", note(job, `shadow, would be ${verdict}`), change);
  }
  if (all.length > 0) return handOver(job, verdict, ports, change);
  return ports.jobs.transition(job, "VALIDATED", note(job, verdict), change);
}

/** → DISPATCHED, before the execution starts: its first step must find the job there. */
function handOver(job: Job, reason: string, ports: JobPorts, change = {}): Promise<Job> {
  const execution_arn = ports.workflow.arnOf(executionName(job.job_id, job.attempt));
  const ids = { delivery: job.delivery_id, execution: execution_arn };
  return ports.jobs.transition(job, "DISPATCHED", { actor, reason, ids }, { ...change, execution_arn });
}

function note(job: Pick<Job, "delivery_id">, reason: string): EventNote {
  return { actor, reason, ids: { delivery: job.delivery_id } };
}
