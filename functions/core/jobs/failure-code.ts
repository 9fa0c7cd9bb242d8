/** Names by which Lambda and Step Functions say that time ran out. */
const timeouts = ["States.Timeout", "Sandbox.Timedout", "States.HeartbeatTimeout"];

/**
 * The code of what made a step fail, as `middleware/task-edge.ts` wrote it into the error's message
 * (`[code] message`). An error of the platform itself has none.
 */
export function failureCode({ Error: name, Cause: cause = "" }: { Error: string; Cause?: string }): string {
  if (timeouts.includes(name)) return "timeout";
  return /"errorMessage":"\[([a-z][a-z0-9_]*)\] /.exec(cause)?.[1] ?? "unexpected_error";
}
