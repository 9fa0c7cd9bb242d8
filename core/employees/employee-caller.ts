import type { CancelNotice } from "../callbacks/callback-store.ts";
import type { Employee, RunnerName } from "../roster/employee.ts";
import type { Task } from "./task.schema.ts";

/** The runners that `call-employee` calls. */
export const calledRunners = ["webhook", "lambda"] as const satisfies readonly RunnerName[];

export type CalledRunnerName = (typeof calledRunners)[number];

/** The result as a JSON object, or `later`: it comes through the callback. The result is untrusted. */
export type EmployeeReply = { result: string } | "later";

/** Port: hands tasks to employees outside the stack. */
export interface EmployeeCaller {
  /**
   * Hands over a task and returns the reply. A repetition has the same job and attempt. Throws RetryableError for a
   * transient failure, PermanentError for any other, and CircuitOpenError while the employee is not called.
   */
  call(employee: Employee, task: Task, signal: AbortSignal): Promise<EmployeeReply>;
  /** Tells the employee that the job is cancelled. Returns null if the runner has no such notice. */
  cancel(employee: Employee, job: CancelledJob, signal: AbortSignal): Promise<CancelNotice | null>;
}

/** Body of the cancel notice; tasks have no `type`. */
export interface CancelledJob {
  version: 1;
  type: "cancelled";
  job_id: string;
  attempt: number;
}
