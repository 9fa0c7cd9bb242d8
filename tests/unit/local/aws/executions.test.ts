import { DescribeExecutionCommand, StartExecutionCommand, StopExecutionCommand } from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Executions, outputOf, startMachines } from "./executions.ts";
import { until } from "./until.ts";

let executions: Executions;

beforeAll(async () => {
  executions = await startMachines();
});

afterAll(() => executions.stop());

describe("an execution", () => {
  test("gets its own names in the context object", async () => {
    const execution = await executions.run("Context", { a: 1 });
    expect(outputOf(execution)).toEqual({
      id: execution.executionArn,
      name: execution.name,
      input: { a: 1 },
      started: expect.stringMatching(/^\d{4}-.*Z$/),
      machine: executions.arnOf("Context"),
      machineName: "test-Context",
    });
  });

  test("ends at the machine's timeout", async () => {
    expect(await executions.run("WholeTimeout", { hang: true })).toMatchObject({ status: "TIMED_OUT" });
  });

  test("fails with the error of a Fail state", async () => {
    expect(await executions.run("Failing", {})).toMatchObject({
      status: "FAILED",
      error: "WorkerFailed",
      cause: "no answer",
    });
  });

  test("runs parallel branches concurrently", async () => {
    expect(outputOf(await executions.run("Fanned", { a: 1 }))).toEqual([{ a: 1 }, 2]);
  });

  test("is returned again for the same name and input while it runs", async () => {
    const first = await executions.start("Plain", { hang: true }, "job-r1");
    const again = await executions.start("Plain", { hang: true }, "job-r1");
    expect(again.executionArn).toBe(first.executionArn);
    expect(again.startDate).toEqual(first.startDate);
    await expect(executions.start("Plain", { hang: false }, "job-r1")).rejects.toMatchObject({
      name: "ExecutionAlreadyExists",
    });
  });

  test("keeps its name after it has finished, for every input", async () => {
    const { executionArn } = await executions.start("Context", { a: 1 }, "done-r1");
    await until(async () => {
      const { status } = await executions.client.send(new DescribeExecutionCommand({ executionArn }));
      return status === "SUCCEEDED";
    });
    await expect(executions.start("Context", { a: 1 }, "done-r1")).rejects.toMatchObject({
      name: "ExecutionAlreadyExists",
    });
  });

  test("is aborted immediately when it is stopped, and retries nothing", async () => {
    const { executionArn } = await executions.start("Retrying", { throw: "RetryableError", key: "stopped" });
    await until(() => executions.laptop.calls("stopped") === 1);
    await executions.client.send(
      new StopExecutionCommand({ executionArn, error: "Cancelled", cause: "by a person" }),
    );
    const execution = await executions.client.send(new DescribeExecutionCommand({ executionArn }));
    expect(execution).toMatchObject({ status: "ABORTED", error: "Cancelled", cause: "by a person" });
    expect(execution.stopDate).toBeInstanceOf(Date);
    // The next execution of the same machine shows that enough time has passed.
    await executions.run("Retrying", { throw: "RetryableError", times: 1, key: "after" });
    expect(executions.laptop.calls("stopped")).toBe(1);
    await executions.client.send(new StopExecutionCommand({ executionArn }));
  });

  test.each([
    ["a name that is too long", "x".repeat(81), {}, "InvalidName"],
    ["a name with a space", "a b", {}, "InvalidName"],
    ["a name with a control character", "a\u0085b", {}, "InvalidName"],
    ["input that is not JSON", "bad-json", "{", "InvalidExecutionInput"],
    ["too much input", "too-much", { a: "x".repeat(262_144) }, "ValidationException"],
  ])("is refused for %s", async (_name, name, input, error) => {
    await expect(executions.start("Plain", input, name)).rejects.toMatchObject({ name: error });
  });

  test("may have a name of 80 characters", async () => {
    const { executionArn } = await executions.start("Context", {}, "x".repeat(80));
    expect(executionArn).toBe(executions.executionArn("Context", "x".repeat(80)));
  });

  test("does not exist until it is started", async () => {
    const executionArn = executions.executionArn("Plain", "unstarted");
    await expect(
      executions.client.send(new DescribeExecutionCommand({ executionArn })),
    ).rejects.toMatchObject({
      name: "ExecutionDoesNotExist",
    });
    await expect(
      executions.client.send(new StartExecutionCommand({ stateMachineArn: `${executions.arnOf("Plain")}x` })),
    ).rejects.toMatchObject({ name: "StateMachineDoesNotExist" });
  });
});
