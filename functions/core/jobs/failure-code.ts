/** Names by which this project, Lambda and Step Functions say that time ran out. */
const timeouts = ["OutOfTimeError", "States.Timeout", "Sandbox.Timedout", "States.HeartbeatTimeout"];

/** Names for a process that ended in the middle of its work. */
const crashes = ["Lambda.Unknown", "Runtime.ExitError", "Runtime.OutOfMemory"];

/**
 * Returns the code of what made a step fail, as `middleware/task-edge.ts` wrote it into the error's message
 * (`[code] message`). An error of the platform itself has none: a time limit is `timeout`, a crash `function_crashed`.
 * An employee's process may write what it likes there: it stays a short word.
 */
export function failureCode({ Error: name, Cause: cause = "" }: { Error: string; Cause?: string }): string {
  if (timeouts.includes(name)) return "timeout";
  // Lambda reports some time limits without a name.
  if (crashes.includes(name)) return cause.includes("Task timed out") ? "timeout" : "function_crashed";
  return /"errorMessage":"\[([a-z][a-z0-9_]{0,59})\] /.exec(cause)?.[1] ?? "unexpected_error";
}
