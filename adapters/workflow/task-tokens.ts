import {
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
} from "@aws-sdk/client-sfn";
import type { TaskTokens } from "../../core/jobs/task-tokens.ts";
import { longTimeouts } from "../runtime/aws-client.ts";
import { isNamed, unavailable } from "../runtime/aws-errors.ts";

/** Errors for a token whose state has ended: https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html */
const ended = ["TaskTimedOut", "TaskDoesNotExist", "InvalidToken"];

/** Opens the waiting states of all executions by their task tokens. */
export function createTaskTokens(client = new SFNClient(longTimeouts)): TaskTokens {
  async function isWaiting(send: () => Promise<unknown>): Promise<boolean> {
    try {
      await send();
      return true;
    } catch (error) {
      if (ended.some((name) => isNamed(error, name))) return false;
      throw unavailable("workflow", error);
    }
  }
  return {
    succeed: (taskToken) =>
      isWaiting(() => client.send(new SendTaskSuccessCommand({ taskToken, output: "{}" }))),
    fail: (taskToken, error) =>
      isWaiting(() =>
        client.send(
          new SendTaskFailureCommand({ taskToken, error, cause: "The job's record has the reason" }),
        ),
      ),
    heartbeat: (taskToken) => isWaiting(() => client.send(new SendTaskHeartbeatCommand({ taskToken }))),
  };
}
