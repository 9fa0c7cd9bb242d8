/**
 * Port: ends or extends a workflow state that waits for its task token. Each method returns false if the state no longer
 * waits. Throws RetryableError when Step Functions does not answer.
 */
export interface TaskTokens {
  succeed(token: string): Promise<boolean>;
  /** Fails the state with an error name that its Catch may match. */
  fail(token: string, error: string): Promise<boolean>;
  /** Restarts the state's heartbeat time. */
  heartbeat(token: string): Promise<boolean>;
}

/** Error name for a run whose job was cancelled: the workflow then tells the employee. */
export const jobCancelled = "JobCancelled";
