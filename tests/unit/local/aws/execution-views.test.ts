import {
  DescribeStateMachineCommand,
  type ExecutionStatus,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
} from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Executions, startMachines } from "./executions.ts";
import { until } from "./until.ts";

let executions: Executions;

beforeAll(async () => {
  executions = await startMachines();
});

afterAll(() => executions.stop());

describe("the API shows", () => {
  test("a history with AWS's event types and the states' names", async () => {
    const { executionArn } = await executions.run("Retrying", { throw: "PermanentError", key: "history" });
    const { events = [] } = await executions.client.send(new GetExecutionHistoryCommand({ executionArn }));
    expect(events.map(({ type }) => type)).toEqual([
      "ExecutionStarted",
      "TaskStateEntered",
      "LambdaFunctionScheduled",
      "LambdaFunctionStarted",
      "LambdaFunctionFailed",
      "TaskStateExited",
      "PassStateEntered",
      "PassStateExited",
      "ExecutionSucceeded",
    ]);
    expect(events[1]?.stateEnteredEventDetails).toMatchObject({
      name: "Work",
      input: expect.stringContaining("history"),
    });
    expect(events[4]?.lambdaFunctionFailedEventDetails?.error).toBe("PermanentError");
    expect(events.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const reversed = await executions.client.send(
      new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: 1 }),
    );
    expect(reversed.events?.[0]?.type).toBe("ExecutionSucceeded");
  });

  test("executions by status, newest first, in pages", async () => {
    for (const name of ["page-1", "page-2", "page-3"]) await executions.start("Fanned", {}, name);
    const list = (rest: { statusFilter?: ExecutionStatus; maxResults?: number; nextToken?: string }) =>
      executions.client.send(
        new ListExecutionsCommand({ stateMachineArn: executions.arnOf("Fanned"), ...rest }),
      );
    await until(async () => ((await list({ statusFilter: "RUNNING" })).executions ?? []).length === 0);
    const first = await list({ statusFilter: "SUCCEEDED", maxResults: 2 });
    const second = await list({
      statusFilter: "SUCCEEDED",
      maxResults: 1000,
      nextToken: first.nextToken ?? "",
    });
    expect(first.executions?.map(({ name }) => name)).toEqual(["page-3", "page-2"]);
    expect(second.executions?.[0]?.name).toBe("page-1");
    expect(second.nextToken).toBeUndefined();
    await expect(list({ nextToken: "nonsense" })).rejects.toMatchObject({ name: "InvalidToken" });
  });

  test("a state machine's definition with resolved references", async () => {
    const result = await executions.client.send(
      new DescribeStateMachineCommand({ stateMachineArn: executions.arnOf("Plain") }),
    );
    expect(JSON.parse(result.definition ?? "").States.Work.Resource).toBe(
      "arn:aws:lambda:eu-central-1:000000000000:function:test-work",
    );
  });
});
