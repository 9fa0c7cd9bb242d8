import { randomBytes } from "node:crypto";
import type { JsonRecord } from "../../../core/json-value.ts";
import { AwsError } from "../server/aws-error.ts";
import type { JsonService } from "../server/json-service.ts";
import { optionalText, requiredText } from "../server/operation-input.ts";

/** How a waiting task ends: with an output, or with the error and the cause that Catch matches. */
export type TaskEnd = { output: unknown } | { error: string; cause: string };

interface WaitingTask {
  end(end: TaskEnd): void;
  heartbeat(): void;
}

/** The states that wait for their task token. */
export interface WaitingTasks {
  /** Registers a task and returns its token. */
  add(task: WaitingTask): string;
  remove(token: string): void;
  /** Throws AwsError for a token whose task has ended, as Step Functions does. */
  find(token: string): WaitingTask;
}

const bytes = 48;
const wellFormed = /^[A-Za-z0-9_-]{64}$/;

export function createWaitingTasks(): WaitingTasks {
  const tasks = new Map<string, WaitingTask>();
  return {
    add(task) {
      const token = randomBytes(bytes).toString("base64url");
      tasks.set(token, task);
      return token;
    },
    remove: (token) => void tasks.delete(token),
    find(token) {
      const task = tasks.get(token);
      if (task) return task;
      if (!wellFormed.test(token)) throw new AwsError("InvalidToken", `Invalid Token: '${token}'`);
      throw new AwsError("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'");
    },
  };
}

/** Returns the operations of Step Functions that end or extend a waiting task. */
export function waitingTaskOperations(tasks: WaitingTasks): JsonService["operations"] {
  const taskOf = (request: JsonRecord) => tasks.find(requiredText(request, "taskToken"));
  return {
    SendTaskSuccess(request) {
      const output = parseOutput(requiredText(request, "output"));
      taskOf(request).end({ output });
      return {};
    },
    SendTaskFailure(request) {
      const { error = "", cause = "" } = {
        error: optionalText(request, "error"),
        cause: optionalText(request, "cause"),
      };
      taskOf(request).end({ error, cause });
      return {};
    },
    SendTaskHeartbeat(request) {
      taskOf(request).heartbeat();
      return {};
    },
  };
}

function parseOutput(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AwsError("InvalidOutput", "Invalid Output: not JSON");
  }
}
