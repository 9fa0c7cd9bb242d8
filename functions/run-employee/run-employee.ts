import type { PayloadStore } from "../core/deliveries/payload-store.ts";
import type { PullRequestContext } from "../core/employees/pull-request-context.ts";
import type { EmployeeResult, Runner } from "../core/employees/runner.ts";
import { PermanentError } from "../core/errors.ts";
import type { Job } from "../core/jobs/job.ts";
import type { JobStore } from "../core/jobs/job-store.ts";
import type { ExecutionInput } from "../core/jobs/workflow.ts";
import type { Employee } from "../core/roster/employee.ts";
import { requireEmployee } from "../core/roster/require-employee.ts";

export interface RunEmployeePorts {
  jobs: JobStore;
  payloads: PayloadStore;
  roster: Employee[];
  runners: Record<Employee["runner"], Runner>;
  /** Port: throws CircuitOpenError while the employee would have to wait for whom it works with. */
  admit(employee: Employee): Promise<void>;
}

const actor = "run-employee";

/**
 * Has the employee do its work on the frozen context and stores what it says. Holds no credential for GitHub. A
 * repeat that finds the result does not ask the employee again.
 */
export async function runEmployee(
  { job_id, attempt }: ExecutionInput,
  ports: RunEmployeePorts,
  signal: AbortSignal,
): Promise<{ outcome: EmployeeResult["outcome"] | null }> {
  const claimed = await ports.jobs.claim(job_id, attempt);
  if (claimed.state === "WORKER_SUCCEEDED") return { outcome: toOutcome(claimed) };
  const employee = requireEmployee(ports.roster, claimed.employee);
  // Asked before the start is recorded: hours of waiting would leave a trail of starts.
  await ports.admit(employee);
  const ids = { execution: claimed.execution_arn ?? "" };
  const job = await ports.jobs.transition(claimed, "WORKER_RUNNING", { actor, reason: "started", ids });

  const result = await work(job, employee, ports, signal);
  const json = JSON.stringify(result);
  const result_ref = await ports.payloads.put(`results/${job_id}-r${attempt}`, json);
  const note = { actor, reason: result.outcome, ids: { ...ids, ...result.usage } };
  await ports.jobs.transition(job, "WORKER_SUCCEEDED", note, { result_ref, outcome: result.outcome });
  return { outcome: result.outcome };
}

async function work(
  job: Job,
  employee: Employee,
  { payloads, runners }: RunEmployeePorts,
  signal: AbortSignal,
): Promise<EmployeeResult> {
  if (!job.context_ref) throw new PermanentError("context_missing", "The job has no frozen context");
  const context = (await payloads.get(job.context_ref)) as PullRequestContext;
  const timeout = AbortSignal.timeout(employee.timeout_seconds * 1000);
  const task = {
    job_id: job.job_id,
    attempt: job.attempt,
    employee,
    command: job.command,
    requested_by: job.sender.login,
    context,
  };
  try {
    return await runners[employee.runner](task, AbortSignal.any([signal, timeout]));
  } catch (error) {
    if (!timeout.aborted) throw error;
    const message = `${employee.name} took longer than ${employee.timeout_seconds} s`;
    throw new PermanentError("employee_timeout", message, { cause: error });
  }
}

function toOutcome({ outcome }: Job): EmployeeResult["outcome"] | null {
  return outcome === "failed" ? null : outcome;
}
