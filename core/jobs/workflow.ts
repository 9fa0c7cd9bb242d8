/** The input of every execution. All else is read from the job, so that the execution's history has no user's text. */
export interface ExecutionInput {
  job_id: string;
  attempt: number;
  /** The definition has states that wait for GitHub's limits. Missing in executions that an earlier version started. */
  paces?: boolean;
}

/** Returns the input of the execution of a job's attempt. */
export function executionInputOf({ job_id, attempt }: { job_id: string; attempt: number }): ExecutionInput {
  return { job_id, attempt, paces: true };
}

/** Port: the workflow service. Throws RetryableError when it does not answer. */
export interface Workflow {
  /** Returns the ARN of an execution with this name. */
  arnOf(name: string): string;
  /** Returns the status of the execution with this name; `missing` if none was started. */
  look(name: string): Promise<"running" | "succeeded" | "failed" | "missing">;
  /** Starts an execution, once per name, and returns its status. */
  start(name: string, input: ExecutionInput): Promise<"running" | "succeeded" | "failed">;
}

/** Port: the workflow service with the right to stop executions. */
export interface StoppableWorkflow extends Workflow {
  /** Stops a running execution without interrupting its current step. Ignores an execution that is not running. */
  stop(name: string): Promise<void>;
}
