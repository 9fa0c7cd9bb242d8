import type { PayloadStore } from "../../core/deliveries/payload-store.ts";
import type { FrozenTask } from "../../core/employees/frozen-task.ts";
import { maxResultBytes } from "../../core/employees/read-result.ts";
import type { RunInput } from "../../core/employees/run-input.schema.ts";
import type { EmployeeResult, EmployeeTask, Runners } from "../../core/employees/runner.ts";
import { FencedError, PermanentError } from "../../core/errors.ts";
import { executionName } from "../../core/jobs/job-id.ts";
import type { LogIds } from "../../core/jobs/log-ids.ts";
import type { ExecutionInput } from "../../core/jobs/workflow.ts";
import { type Employee, ownRunners } from "../../core/roster/employee.ts";
import { requireEmployee } from "../../core/roster/roster.ts";

export interface RunEmployeePorts {
  payloads: Pick<PayloadStore, "find" | "get" | "putOnce">;
  roster: Employee[];
  runners: Runners;
  noteIds(ids: LogIds): void;
}

/**
 * Runs the employee on the frozen task and stores its result once, under the key in the input. The function has access to
 * neither GitHub nor the job table: `publish-result` validates and records the result. A retry that finds the result does
 * not run the employee again.
 */
export async function runEmployee(
  { attempt, context: { objects } }: RunInput,
  ports: RunEmployeePorts,
  signal: AbortSignal,
): Promise<{ result: "stored" | "found" }> {
  const [frozen, known] = await Promise.all([
    ports.payloads.get(objects.context) as Promise<FrozenTask>,
    ports.payloads.find(objects.result, maxResultBytes),
  ]);
  const { task, ...context } = frozen;
  // A context that an earlier attempt froze has the IDs of that attempt.
  ports.noteIds({ ...task.ids, attempt, execution: executionName(task.job_id, attempt) });
  if (known) return { result: "found" };

  const { job_id, command, requested_by } = task;
  const employee = requireEmployee(ports.roster, task.employee);
  const result = await work({ job_id, attempt, employee, command, requested_by, context }, ports, signal);
  const stored = await ports.payloads.putOnce(objects.result, JSON.stringify(result));
  return { result: stored ? "stored" : "found" };
}

async function work(
  task: EmployeeTask,
  { runners }: RunEmployeePorts,
  signal: AbortSignal,
): Promise<EmployeeResult> {
  const { employee } = task;
  const timeout = AbortSignal.timeout(employee.timeout_seconds * 1000);
  try {
    const name = ownRunners.find((own) => own === employee.runner);
    if (!name) throw new PermanentError("runner_unknown", `run-employee has no runner ${employee.runner}`);
    return await runners[name](task, AbortSignal.any([signal, timeout]));
  } catch (error) {
    if (!timeout.aborted) throw error;
    const message = `${employee.name} took longer than ${employee.timeout_seconds} s`;
    throw new PermanentError("employee_timeout", message, { cause: error });
  }
}

/**
 * Returns the input if it names the objects of the run. Otherwise an earlier version froze the context: throws
 * FencedError, so the execution ends without a comment, and the sweeper starts another attempt, which freezes it again.
 */
export function requireObjects(
  input: ExecutionInput,
  isRunInput: (input: unknown) => input is RunInput,
): RunInput {
  if (isRunInput(input)) return input;
  throw new FencedError(
    "execution_outdated",
    "The execution names no context object; the sweeper starts another attempt",
  );
}
