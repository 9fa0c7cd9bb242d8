import {
  GetExecutionHistoryCommand,
  SendTaskSuccessCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createTaskTokens } from "../../../../adapters/workflow/task-tokens.ts";
import type { TaskTokens } from "../../../../core/jobs/task-tokens.ts";
import { type Executions, outputOf, startMachines } from "./executions.ts";
import { until } from "./until.ts";

let executions: Executions;
let tokens: TaskTokens;
let count = 0;

beforeAll(async () => {
  executions = await startMachines();
  tokens = createTaskTokens(executions.client);
});

afterAll(() => executions.stop());

const patient = { timeout: 600, heartbeat: 600 };

/** Starts an execution and returns its ARN and, as its history shows it, the token that the function got. */
async function startWaiting({ limits = patient, error = null as string | null } = {}) {
  const input = { to: "world", throw: error, limits };
  const { executionArn } = await executions.start("WaitingForToken", input, `waiting-${++count}`);
  const token = await until(async () => {
    const { events = [] } = await executions.client.send(new GetExecutionHistoryCommand({ executionArn }));
    const parameters = events.find(({ type }) => type === "TaskScheduled")?.taskScheduledEventDetails
      ?.parameters;
    return parameters && (JSON.parse(parameters).Payload.deep.token as string);
  });
  return { executionArn, token };
}

describe("a state that waits for its task token", () => {
  test("goes on when the token is sent back, and ignores what the function returned", async () => {
    const { executionArn, token } = await startWaiting();
    expect(await tokens.heartbeat(token)).toBe(true);
    expect(await tokens.succeed(token)).toBe(true);
    expect(outputOf(await executions.ended(executionArn))).toMatchObject({ to: "world", answer: {} });
  });

  test("ends once: a later token finds no task", async () => {
    const { executionArn, token } = await startWaiting();
    await tokens.succeed(token);
    await executions.ended(executionArn);
    expect(await tokens.succeed(token)).toBe(false);
    expect(await tokens.fail(token, "JobCancelled")).toBe(false);
    expect(await tokens.heartbeat(token)).toBe(false);
  });

  test("fails under the name that was sent", async () => {
    const { executionArn, token } = await startWaiting();
    expect(await tokens.fail(token, "JobCancelled")).toBe(true);
    expect(outputOf(await executions.ended(executionArn))).toMatchObject({
      failure: { Error: "JobCancelled" },
    });
  });

  test("fails with the function's error", async () => {
    const { executionArn } = await startWaiting({ error: "PermanentError" });
    expect(outputOf(await executions.ended(executionArn))).toMatchObject({
      failure: { Error: "PermanentError" },
    });
  });

  test("fails when no heartbeat comes in time", async () => {
    const { executionArn } = await startWaiting({ limits: { timeout: 600, heartbeat: 1 } });
    expect(outputOf(await executions.ended(executionArn))).toMatchObject({
      failure: { Error: "States.HeartbeatTimeout" },
    });
  });

  test("fails at its time limit, heartbeats or not", async () => {
    const { executionArn, token } = await startWaiting({ limits: { timeout: 1, heartbeat: 600 } });
    await tokens.heartbeat(token);
    expect(outputOf(await executions.ended(executionArn))).toMatchObject({
      failure: { Error: "States.Timeout" },
    });
  });

  test("ends with its execution", async () => {
    const { executionArn, token } = await startWaiting();
    await executions.client.send(new StopExecutionCommand({ executionArn }));
    expect(await executions.ended(executionArn)).toMatchObject({ status: "ABORTED" });
    expect(await until(async () => !(await tokens.heartbeat(token)))).toBe(true);
  });
});

test.each([
  ["a token that was never made", "made-up", "InvalidToken"],
  ["a token of an ended task", "x".repeat(64), "TaskTimedOut"],
])("Step Functions refuses %s", async (_name, taskToken, error) => {
  const send = executions.client.send(new SendTaskSuccessCommand({ taskToken, output: "{}" }));
  await expect(send).rejects.toMatchObject({ name: error });
});

test("Step Functions refuses an output that is not JSON", async () => {
  const { token } = await startWaiting();
  const send = executions.client.send(new SendTaskSuccessCommand({ taskToken: token, output: "{" }));
  await expect(send).rejects.toMatchObject({ name: "InvalidOutput" });
  await tokens.succeed(token);
});
