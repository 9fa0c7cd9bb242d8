import { setImmediate as nextTick } from "node:timers/promises";
import { isRecord, type JsonRecord } from "../../../core/json-value.ts";
import { invokeFunction, type TaskEnvironment, terminal } from "./invoke-function.ts";
import { optimizedInvoke, type TaskState, waitingInvoke } from "./prepare-definition.ts";
import { waitForTaskToken } from "./wait-for-task-token.ts";

/** Runs the Lambda of a Task state; throws a function error under its own name, which Retry and Catch match. */
export async function runTask(
  task: TaskState,
  input: unknown,
  environment: TaskEnvironment,
): Promise<unknown> {
  const { execution, invoke } = environment;
  const { history } = execution;
  // The interpreter's log is read asynchronously; "state entered" must come first.
  await nextTick();
  // After an abort, the interpreter continues the retries that were waiting.
  if (execution.status !== "RUNNING") throw terminal("Execution.Stopped", "The execution is not running");
  if (task.resource === waitingInvoke) return waitForTaskToken(input, environment);

  const call = task.resource === optimizedInvoke && isRecord(input) ? input : undefined;
  const functionId = call ? String(call.FunctionName) : task.resource;
  const payload = call ? (call.Payload ?? {}) : input;
  const record = (type: string, details?: JsonRecord): void =>
    history.add({
      type: `LambdaFunction${type}`,
      timestamp: Date.now(),
      ...(details ? { detailsName: `lambdaFunction${type}EventDetails`, details } : {}),
    });

  record("Scheduled", { resource: functionId, input: payload });
  record("Started");
  const result = await invokeFunction(functionId, payload, invoke).catch((error: Error) => {
    record("Failed", { error: error.name, cause: error.message });
    throw error;
  });
  record("Succeeded", { output: result });
  return call ? { ExecutedVersion: "$LATEST", Payload: result, StatusCode: 200 } : result;
}
