import { isRecord, type JsonRecord } from "../../../core/json-value.ts";
import { invokeFunction, named, type TaskEnvironment } from "./invoke-function.ts";
import { limitMembers, tokenPlaceholder } from "./prepare-definition.ts";
import type { TaskEnd } from "./waiting-tasks.ts";

/** The longest timer of Node.js, in milliseconds. */
const longestMs = 2 ** 31 - 1;

/**
 * Runs a Task state of `lambda:invoke.waitForTaskToken`: invokes the function with the task's token, ignores what it returns,
 * and waits for SendTaskSuccess or SendTaskFailure. Throws an error named as AWS names it: a function error,
 * `States.Timeout`, `States.HeartbeatTimeout`, or that of SendTaskFailure.
 */
export async function waitForTaskToken(input: unknown, environment: TaskEnvironment): Promise<unknown> {
  if (!isRecord(input)) throw new Error("A Task that waits for its token needs Parameters");
  const { execution, invoke, waiting, ended } = environment;
  const { [limitMembers.timeout]: timeout, [limitMembers.heartbeat]: heartbeat, ...parameters } = input;
  const functionId = String(parameters.FunctionName);
  const record = (type: string, details: JsonRecord): void =>
    execution.history.add({
      type: `Task${type}`,
      timestamp: Date.now(),
      detailsName: `task${type}EventDetails`,
      details: { resourceType: "lambda", resource: "invoke.waitForTaskToken", ...details },
    });

  const task = createTask({ timeout: secondsOf(timeout), heartbeat: secondsOf(heartbeat) });
  const token = waiting.add(task);
  const stop = (): void => task.end({ error: "States.TaskFailed", cause: "The execution ended" });
  ended.addEventListener("abort", stop, { once: true });
  try {
    const payload = withToken(parameters.Payload ?? {}, token);
    record("Scheduled", { parameters: JSON.stringify({ ...parameters, Payload: payload }) });
    record("Started", {});
    void invokeFunction(functionId, payload, invoke).then(
      () => record("Submitted", {}),
      ({ name, message }: Error) => task.end({ error: name, cause: message }),
    );
    const end = await task.finished;
    if ("output" in end) {
      record("Succeeded", { output: end.output });
      return end.output;
    }
    const isTimeout = end.error === "States.Timeout" || end.error === "States.HeartbeatTimeout";
    record(isTimeout ? "TimedOut" : "Failed", { error: end.error, cause: end.cause });
    throw named(end.error, end.cause);
  } finally {
    ended.removeEventListener("abort", stop);
    waiting.remove(token);
  }
}

interface Limits {
  /** Seconds; null without a limit. */
  timeout: number | null;
  heartbeat: number | null;
}

/** Creates a task that ends once: by a call of `end`, or when a time limit passes. */
function createTask({ timeout, heartbeat }: Limits) {
  const { promise: finished, resolve } = Promise.withResolvers<TaskEnd>();
  let silence: NodeJS.Timeout | null = null;
  const limit = timer(timeout, () => end({ error: "States.Timeout", cause: "" }));

  function end(how: TaskEnd): void {
    for (const one of [limit, silence]) if (one) clearTimeout(one);
    resolve(how);
  }

  function restart(): void {
    if (silence) clearTimeout(silence);
    silence = timer(heartbeat, () => end({ error: "States.HeartbeatTimeout", cause: "" }));
  }

  restart();
  return { finished, end, heartbeat: restart };
}

function timer(seconds: number | null, pass: () => void): NodeJS.Timeout | null {
  return seconds === null ? null : setTimeout(pass, Math.min(seconds * 1000, longestMs));
}

function secondsOf(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}

function withToken(value: unknown, token: string): unknown {
  if (value === tokenPlaceholder) return token;
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withToken(member, token)]));
}
