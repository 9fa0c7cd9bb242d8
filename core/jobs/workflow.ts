/** What every execution is given: everything else is read from the job, so nothing of a person is in its history. */
export interface ExecutionInput {
  job_id: string;
  attempt: number;
}

/** Port: the workflow service. Throws RetryableError when it does not answer. */
export interface Workflow {
  /** The address that an execution of this name has. */
  arnOf(name: string): string;
  /** How the execution of that name stands; `missing` when none was ever started. */
  look(name: string): Promise<"running" | "succeeded" | "failed" | "missing">;
  /** Starts an execution, once per name; answers how the one of that name stands. */
  start(name: string, input: ExecutionInput): Promise<"running" | "succeeded" | "failed">;
}

/** Port: the workflow service for whoever may also end what runs. */
export interface StoppableWorkflow extends Workflow {
  /** Ends a running execution; a step that is being worked on is not cut off. Nothing for one that is not running. */
  stop(name: string): Promise<void>;
}
