import { checkAuthority } from "../core/authority/authority.ts";
import { PermanentError } from "../core/errors.ts";
import type { RepositoryReader } from "../core/github/repository-reader.ts";
import { ensureExecution } from "../core/jobs/advance-execution.ts";
import type { Job, Refusal } from "../core/jobs/job.ts";
import { executionName } from "../core/jobs/job-id.ts";
import { isTerminal } from "../core/jobs/job-state.ts";
import type { EventNote, JobStore, NewJob } from "../core/jobs/job-store.ts";
import type { Workflow } from "../core/jobs/workflow.ts";
import type { Employee } from "../core/roster/employee.ts";
import { requireEmployee } from "../core/roster/require-employee.ts";

export interface JobPorts {
  jobs: JobStore;
  workflow: Workflow;
  reader: RepositoryReader;
  roster: Employee[];
}

export interface PlannedJob {
  job: NewJob;
  /** What is wrong with the command itself, whoever asks. */
  refusals: Refusal[];
  /** Why this employee got it: stands in the job's first event. */
  reason: string;
}

const actor = "dispatch-event";

/** Brings a job from wherever an earlier try left it to its running execution. */
export async function advanceJob(
  { job: planned, refusals, reason }: PlannedJob,
  ports: JobPorts,
): Promise<void> {
  let job = await ports.jobs.create(planned, note(planned, reason));
  if (job.state === "RECEIVED") job = await validateOrCancel(job, refusals, ports);
  if (job.state === "VALIDATED") job = await handOver(job, "authorised", ports);
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
    if (!(error instanceof PermanentError)) throw error;
    return ports.jobs.transition(job, "CANCELLED", note(job, error.code));
  }
}

/** RECEIVED → VALIDATED, or → DISPATCHED with the refusals that the workflow is to explain. */
async function validate(job: Job, commandRefusals: Refusal[], ports: JobPorts): Promise<Job> {
  const employee = requireEmployee(ports.roster, job.employee);
  const { refusals, pull } = await checkAuthority(ports.reader, job, {
    login: job.sender.login,
    employee,
    pinned_sha: job.head_sha,
  });
  const all = [...commandRefusals, ...refusals];
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
