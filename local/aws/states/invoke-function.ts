import { isRecord, parseJson } from "../../../core/json-value.ts";
import type { Outcome } from "../lambda/outcome.ts";
import type { Execution } from "./execution.ts";
import type { WaitingTasks } from "./waiting-tasks.ts";

export type InvokeFunction = (functionId: string, event: string) => Promise<Outcome>;

/** What a task needs of its state machine and its execution. */
export interface TaskEnvironment {
  execution: Pick<Execution, "history" | "status">;
  invoke: InvokeFunction;
  waiting: WaitingTasks;
  /** Aborts when the execution ends. */
  ended: AbortSignal;
}

/** Step Functions' limit for the output of a state. */
const maximumBytes = 262_144;

/** Invokes a function and returns its result. Throws an error as `named` returns it. */
export async function invokeFunction(
  functionId: string,
  payload: unknown,
  invoke: InvokeFunction,
): Promise<unknown> {
  const outcome = await invoke(functionId, JSON.stringify(payload)).catch((error: unknown): Outcome => {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    const errorPayload = { errorType: `Lambda.${name}`, errorMessage: message };
    return { requestId: "", payload: JSON.stringify(errorPayload), failed: true };
  });
  if (outcome.failed) {
    const { error, cause } = failureOf(outcome.payload);
    throw named(error, cause);
  }
  if (Buffer.byteLength(outcome.payload) > maximumBytes) {
    const cause = `The state/task '${functionId}' returned a result with a size exceeding the maximum number of bytes`;
    throw terminal("States.DataLimitExceeded", cause);
  }
  return JSON.parse(outcome.payload);
}

/** Returns the Error and Cause that Step Functions derives from a function's error payload. */
function failureOf(payload: string): { error: string; cause: string } {
  const parsed = parseJson(payload);
  if (isRecord(parsed) && parsed.errorType) return { error: String(parsed.errorType), cause: payload };
  const unknown = "The cause could not be determined because Lambda did not return an error type.";
  return { error: "Lambda.Unknown", cause: `${unknown} Returned payload: ${payload}` };
}

/** Returns an error whose `name` and `message` the interpreter reports as Error and Cause. */
export function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

/** Returns an error that no Retry and no Catch matches, not even `States.ALL`. */
export function terminal(name: string, message: string): Error {
  return Object.assign(named(name, message), { isRetryable: false, isCatchable: false });
}
