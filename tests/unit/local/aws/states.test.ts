import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  type ExecutionStatus,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { type Laptop, startLaptop } from "./laptop.ts";
import { until } from "./until.ts";

// Processes start slowly on a busy machine.
jest.setTimeout(20_000);

const work = { "Fn::GetAtt": ["WorkLambdaFunction", "Arn"] };
const hang = { "Fn::GetAtt": ["HangLambdaFunction", "Arn"] };
const brief = { "Fn::GetAtt": ["BriefLambdaFunction", "Arn"] };
const task = (Resource: unknown, rest: object) => ({ Type: "Task", Resource, ...rest });
const machine = (first: object, rest: object = {}, top: object = {}) => ({
  definition: { StartAt: "Work", States: { Work: first, ...rest }, ...top },
});

const machines: Record<string, { definition: unknown }> = {
  Plain: machine(task(work, { End: true })),
  Retrying: machine(
    task(work, {
      Retry: [{ ErrorEquals: ["RetryableError"], IntervalSeconds: 1, MaxAttempts: 2, BackoffRate: 1 }],
      Catch: [{ ErrorEquals: ["PermanentError"], ResultPath: "$.failure", Next: "Compensate" }],
      ResultSelector: { "count.$": "$.count" },
      ResultPath: "$.result",
      End: true,
    }),
    { Compensate: { Type: "Pass", End: true } },
  ),
  TaskTimeout: machine(
    task(hang, {
      TimeoutSeconds: 1,
      Catch: [
        { ErrorEquals: ["States.TaskFailed"], Next: "Wrong" },
        { ErrorEquals: ["States.Timeout"], Next: "Late" },
      ],
      End: true,
    }),
    { Late: { Type: "Pass", End: true }, Wrong: { Type: "Fail" } },
  ),
  FunctionTimeout: machine(
    task(brief, {
      Catch: [{ ErrorEquals: ["Sandbox.Timedout", "Runtime.ExitError"], Next: "Late" }],
      End: true,
    }),
    { Late: { Type: "Pass", End: true } },
  ),
  WholeTimeout: machine(task(hang, { End: true }), {}, { TimeoutSeconds: 1 }),
  Patient: machine(
    task(work, { TimeoutSeconds: 600, ResultPath: "$", End: true }),
    {},
    { TimeoutSeconds: 3_000_000 },
  ),
  Context: machine({
    Type: "Pass",
    Parameters: {
      "id.$": "$$.Execution.Id",
      "name.$": "$$.Execution.Name",
      "input.$": "$$.Execution.Input",
      "started.$": "$$.Execution.StartTime",
      "machine.$": "$$.StateMachine.Id",
      "machineName.$": "$$.StateMachine.Name",
    },
    End: true,
  }),
  Integrated: machine(
    task("arn:aws:states:::lambda:invoke", {
      Parameters: { FunctionName: work, Payload: { "hello.$": "$.to" } },
      ResultSelector: { "event.$": "$.Payload.event" },
      End: true,
    }),
  ),
  Failing: machine({ Type: "Fail", Error: "WorkerFailed", Cause: "no answer" }),
  Fanned: machine({
    Type: "Parallel",
    Branches: [
      { StartAt: "Left", States: { Left: task(work, { OutputPath: "$.event", End: true }) } },
      { StartAt: "Right", States: { Right: { Type: "Pass", Result: 2, End: true } } },
    ],
    End: true,
  }),
};

let laptop: Laptop;
let client: SFNClient;

beforeAll(async () => {
  laptop = await startLaptop({
    functions: [{ key: "work" }, { key: "hang" }, { key: "brief", timeoutSeconds: 0.4 }],
    stateMachines: Object.fromEntries(
      Object.entries(machines).map(([id, { definition }]) => [id, { name: `test-${id}`, definition }]),
    ),
  });
  client = new SFNClient(laptop.config("SFN"));
  for (const [name, [id, input]] of Object.entries(waiting)) await start(id, input, name);
});

afterAll(async () => {
  client.destroy();
  await laptop.stop();
});

const arnOf = (id: string) => String(laptop.aws.resolve({ Ref: id }));

async function start(id: string, input: unknown, name?: string) {
  const text = typeof input === "string" ? input : JSON.stringify(input);
  return client.send(
    new StartExecutionCommand({
      stateMachineArn: arnOf(id),
      input: text,
      ...(name === undefined ? {} : { name }),
    }),
  );
}

function ended(executionArn: string | undefined) {
  return until(async () => {
    const execution = await client.send(new DescribeExecutionCommand({ executionArn }));
    return execution.status === "RUNNING" ? undefined : execution;
  });
}

async function run(id: string, input: unknown) {
  const { executionArn } = await start(id, input);
  return ended(executionArn);
}

/** Executions that wait for a second or two, begun together; each belongs to one test. */
const waiting = {
  flaky: ["Retrying", { throw: "RetryableError", times: 2, key: "flaky" }],
  hopeless: ["Retrying", { throw: "RetryableError", key: "hopeless" }],
  taskTimeout: ["TaskTimeout", { hang: true }],
  wholeTimeout: ["WholeTimeout", { hang: true }],
} as const;

async function waited(name: keyof typeof waiting) {
  return ended(`${arnOf(waiting[name][0]).replace("stateMachine", "execution")}:${name}`);
}

const outputOf = ({ output }: { output?: string | undefined }) => JSON.parse(output ?? "null");

describe("a task", () => {
  test("gives the function's result on", async () => {
    const execution = await run("Plain", { hello: "world" });
    expect(execution).toMatchObject({ status: "SUCCEEDED", input: '{"hello":"world"}' });
    expect(execution.stopDate?.getTime()).toBeGreaterThanOrEqual(execution.startDate?.getTime() ?? 0);
    expect(outputOf(execution).event).toEqual({ hello: "world" });
  });

  test("is retried by the error's name", async () => {
    const execution = await waited("flaky");
    expect(outputOf(execution).result).toEqual({ count: 3 });
  });

  test("fails the execution when the retries are used up", async () => {
    const execution = await waited("hopeless");
    expect(execution).toMatchObject({ status: "FAILED", error: "RetryableError" });
    expect(JSON.parse(execution.cause ?? "")).toMatchObject({ errorMessage: "RetryableError happened" });
    expect(laptop.calls("hopeless")).toBe(3);
  });

  test("is caught by the error's name, with Error and Cause as on AWS", async () => {
    const output = outputOf(await run("Retrying", { throw: "PermanentError", key: "caught" }));
    expect(laptop.calls("caught")).toBe(1);
    expect(output).toMatchObject({ key: "caught", failure: { Error: "PermanentError" } });
    expect(JSON.parse(output.failure.Cause)).toEqual({
      errorType: "PermanentError",
      errorMessage: "PermanentError happened",
      trace: expect.any(Array),
    });
  });

  test("that is neither retried nor caught fails the execution", async () => {
    const execution = await run("Retrying", { throw: "OtherError", key: "other" });
    expect(execution).toMatchObject({ status: "FAILED", error: "OtherError" });
    expect(laptop.calls("other")).toBe(1);
  });

  test("ends at its own timeout, which States.TaskFailed does not match", async () => {
    const output = outputOf(await waited("taskTimeout"));
    expect(output.Error).toBe("States.Timeout");
  });

  test("ends when the function times out or its process dies", async () => {
    expect(outputOf(await run("FunctionTimeout", { hang: true })).Error).toBe("Sandbox.Timedout");
    expect(outputOf(await run("FunctionTimeout", { exit: 1 })).Error).toBe("Runtime.ExitError");
  });

  test("has no timeout where none is set, and a long one is kept", async () => {
    expect(outputOf(await run("Patient", { a: 1 })).event).toEqual({ a: 1 });
  });

  test("may not give on more than 256 KiB", async () => {
    expect(await run("Plain", { big: 262_145 })).toMatchObject({
      status: "FAILED",
      error: "States.DataLimitExceeded",
    });
  });

  test("can go through the Lambda integration", async () => {
    expect(outputOf(await run("Integrated", { to: "world" }))).toEqual({ event: { hello: "world" } });
  });
});

describe("an execution", () => {
  test("knows itself through the context object", async () => {
    const execution = await run("Context", { a: 1 });
    expect(outputOf(execution)).toEqual({
      id: execution.executionArn,
      name: execution.name,
      input: { a: 1 },
      started: expect.stringMatching(/^\d{4}-.*Z$/),
      machine: arnOf("Context"),
      machineName: "test-Context",
    });
  });

  test("ends at the machine's timeout", async () => {
    expect(await waited("wholeTimeout")).toMatchObject({ status: "TIMED_OUT" });
  });

  test("fails with the error of a Fail state", async () => {
    expect(await run("Failing", {})).toMatchObject({
      status: "FAILED",
      error: "WorkerFailed",
      cause: "no answer",
    });
  });

  test("runs branches side by side", async () => {
    expect(outputOf(await run("Fanned", { a: 1 }))).toEqual([{ a: 1 }, 2]);
  });

  test("that runs is given back for the same name and input", async () => {
    const first = await start("Plain", { hang: true }, "job-r1");
    const again = await start("Plain", { hang: true }, "job-r1");
    expect(again.executionArn).toBe(first.executionArn);
    expect(again.startDate).toEqual(first.startDate);
    await expect(start("Plain", { hang: false }, "job-r1")).rejects.toMatchObject({
      name: "ExecutionAlreadyExists",
    });
  });

  test("that has finished blocks its name, whatever the input", async () => {
    const { executionArn } = await start("Context", { a: 1 }, "done-r1");
    await until(async () => {
      const { status } = await client.send(new DescribeExecutionCommand({ executionArn }));
      return status === "SUCCEEDED";
    });
    await expect(start("Context", { a: 1 }, "done-r1")).rejects.toMatchObject({
      name: "ExecutionAlreadyExists",
    });
  });

  test("that is stopped is aborted at once, and its retries do not go on", async () => {
    const { executionArn } = await start("Retrying", { throw: "RetryableError", key: "stopped" });
    await until(() => laptop.calls("stopped") === 1);
    await client.send(new StopExecutionCommand({ executionArn, error: "Cancelled", cause: "by a person" }));
    const execution = await client.send(new DescribeExecutionCommand({ executionArn }));
    expect(execution).toMatchObject({ status: "ABORTED", error: "Cancelled", cause: "by a person" });
    expect(execution.stopDate).toBeInstanceOf(Date);
    // The next execution of the same machine shows that time has passed.
    await run("Retrying", { throw: "RetryableError", times: 1, key: "after" });
    expect(laptop.calls("stopped")).toBe(1);
    await client.send(new StopExecutionCommand({ executionArn }));
  });

  test.each([
    ["a name that is too long", "x".repeat(81), {}, "InvalidName"],
    ["a name with a space", "a b", {}, "InvalidName"],
    ["input that is no JSON", "bad-json", "{", "InvalidExecutionInput"],
    ["too much input", "too-much", { a: "x".repeat(262_144) }, "ValidationException"],
  ])("is refused for %s", async (_name, name, input, error) => {
    await expect(start("Plain", input, name)).rejects.toMatchObject({ name: error });
  });

  test("is allowed a name of 80 characters", async () => {
    const { executionArn } = await start("Context", {}, "x".repeat(80));
    expect(executionArn).toBe(`${arnOf("Context").replace("stateMachine", "execution")}:${"x".repeat(80)}`);
  });

  test("that nobody started does not exist", async () => {
    const executionArn = `${arnOf("Plain").replace("stateMachine", "execution")}:nobody`;
    await expect(client.send(new DescribeExecutionCommand({ executionArn }))).rejects.toMatchObject({
      name: "ExecutionDoesNotExist",
    });
    await expect(
      client.send(new StartExecutionCommand({ stateMachineArn: `${arnOf("Plain")}x` })),
    ).rejects.toMatchObject({ name: "StateMachineDoesNotExist" });
  });
});

describe("what an operator sees", () => {
  test("a history with AWS's event types and the states' names", async () => {
    const { executionArn } = await run("Retrying", { throw: "PermanentError", key: "history" });
    const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn }));
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
    const reversed = await client.send(
      new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: 1 }),
    );
    expect(reversed.events?.[0]?.type).toBe("ExecutionSucceeded");
  });

  test("executions by status, newest first, page by page", async () => {
    for (const name of ["page-1", "page-2", "page-3"]) await start("Fanned", {}, name);
    const list = (rest: { statusFilter?: ExecutionStatus; maxResults?: number; nextToken?: string }) =>
      client.send(new ListExecutionsCommand({ stateMachineArn: arnOf("Fanned"), ...rest }));
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

  test("a state machine's definition with its references resolved", async () => {
    const result = await client.send(new DescribeStateMachineCommand({ stateMachineArn: arnOf("Plain") }));
    expect(JSON.parse(result.definition ?? "").States.Work.Resource).toBe(
      "arn:aws:lambda:eu-central-1:000000000000:function:test-work",
    );
  });
});
