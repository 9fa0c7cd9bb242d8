/** Names of timeout errors in this project, Lambda and Step Functions. */
const timeouts = ["OutOfTimeError", "States.Timeout", "Sandbox.Timedout", "States.HeartbeatTimeout"];

/** Names of errors for a crashed process. */
const crashes = ["Lambda.Unknown", "Runtime.ExitError", "Runtime.OutOfMemory"];

/**
 * Returns the code of a step's failure, which `middleware/task-edge.ts` writes into the error's message (`[code]
 * message`). Platform errors have none: a time limit is `timeout`, a crash `function_crashed`. An employee's process
 * can write anything there, so only a short word is accepted.
 */
export function failureCode({ Error: name, Cause: cause = "" }: { Error: string; Cause?: string }): string {
  if (timeouts.includes(name)) return "timeout";
  // Lambda reports some time limits without a name.
  if (crashes.includes(name)) return cause.includes("Task timed out") ? "timeout" : "function_crashed";
  return /"errorMessage":"\[([a-z][a-z0-9_]{0,59})\] /.exec(cause)?.[1] ?? "unexpected_error";
}
