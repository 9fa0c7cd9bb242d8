import { setImmediate as nextTick } from "node:timers/promises";
import { isRecord, type JsonRecord, parseJson } from "../../../core/json-value.ts";
import type { Outcome } from "../lambda/outcome.ts";
import type { Execution } from "./execution.ts";
import { optimizedInvoke, type TaskState } from "./prepare-definition.ts";

export type InvokeFunction = (functionId: string, event: string) => Promise<Outcome>;

/** Step Functions' limit for the output of a state. */
const maximumBytes = 262_144;

/** Runs the Lambda of a Task state; throws a function error under its own name, which Retry and Catch match. */
export async function runTask(
  task: TaskState,
  input: unknown,
  execution: Pick<Execution, "history" | "status">,
  invoke: InvokeFunction,
): Promise<unknown> {
  const { history } = execution;
  const call = task.resource === optimizedInvoke && isRecord(input) ? input : undefined;
  const functionId = call ? String(call.FunctionName) : task.resource;
  const payload = call ? (call.Payload ?? {}) : input;

  const record = (type: string, details?: JsonRecord): void =>
    history.add({
      type: `LambdaFunction${type}`,
      timestamp: Date.now(),
      ...(details ? { detailsName: `lambdaFunction${type}EventDetails`, details } : {}),
    });

  // The interpreter's log is read asynchronously; "state entered" must come first.
  await nextTick();
  // After an abort, the interpreter continues the retries that were waiting.
  if (execution.status !== "RUNNING") throw terminal("Execution.Stopped", "The execution is not running");
  record("Scheduled", { resource: functionId, input: payload });
  record("Started");
  const outcome = await invoke(functionId, JSON.stringify(payload)).catch((error: unknown): Outcome => {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    const errorPayload = { errorType: `Lambda.${name}`, errorMessage: message };
    return { requestId: "", payload: JSON.stringify(errorPayload), failed: true };
  });
  if (outcome.failed) {
    const { error, cause } = failureOf(outcome.payload);
    record("Failed", { error, cause });
    throw named(error, cause);
  }
  if (Buffer.byteLength(outcome.payload) > maximumBytes) {
    const cause = `The state/task '${functionId}' returned a result with a size exceeding the maximum number of bytes`;
    record("Failed", { error: "States.DataLimitExceeded", cause });
    throw terminal("States.DataLimitExceeded", cause);
  }
  const result = JSON.parse(outcome.payload);
  record("Succeeded", { output: result });
  return call ? { ExecutedVersion: "$LATEST", Payload: result, StatusCode: 200 } : result;
}

/** Returns the Error and Cause that Step Functions derives from a function's error payload. */
function failureOf(payload: string): { error: string; cause: string } {
  const parsed = parseJson(payload);
  if (isRecord(parsed) && parsed.errorType) return { error: String(parsed.errorType), cause: payload };
  const unknown = "The cause could not be determined because Lambda did not return an error type.";
  return { error: "Lambda.Unknown", cause: `${unknown} Returned payload: ${payload}` };
}

/** The interpreter reports `name` and `message` as Error and Cause. */
function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

/** Returns an error that no Retry and no Catch matches, not even `States.ALL`. */
function terminal(name: string, message: string): Error {
  return Object.assign(named(name, message), { isRetryable: false, isCatchable: false });
}
