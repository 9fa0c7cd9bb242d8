import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Executions, outputOf, startMachines } from "./executions.ts";

let executions: Executions;

/** Executions that wait for a second or two. They start together, and each belongs to one test. */
const waiting = {
  flaky: ["Retrying", { throw: "RetryableError", times: 2, key: "flaky" }],
  hopeless: ["Retrying", { throw: "RetryableError", key: "hopeless" }],
  taskTimeout: ["TaskTimeout", { hang: true }],
} as const;

const waited = (name: keyof typeof waiting) =>
  executions.ended(executions.executionArn(waiting[name][0], name));

beforeAll(async () => {
  executions = await startMachines();
  for (const [name, [machine, input]] of Object.entries(waiting)) {
    await executions.start(machine, input, name);
  }
});

afterAll(() => executions.stop());

describe("a task", () => {
  test("passes on the function's result", async () => {
    const execution = await executions.run("Plain", { hello: "world" });
    expect(execution).toMatchObject({ status: "SUCCEEDED", input: '{"hello":"world"}' });
    expect(execution.stopDate?.getTime()).toBeGreaterThanOrEqual(execution.startDate?.getTime() ?? 0);
    expect(outputOf<{ event: unknown }>(execution).event).toEqual({ hello: "world" });
  });

  test("is retried by the error's name", async () => {
    const execution = await waited("flaky");
    expect(outputOf<{ result: unknown }>(execution).result).toEqual({ count: 3 });
  });

  test("fails the execution when the retries are used up", async () => {
    const execution = await waited("hopeless");
    expect(execution).toMatchObject({ status: "FAILED", error: "RetryableError" });
    expect(JSON.parse(execution.cause ?? "")).toMatchObject({ errorMessage: "RetryableError happened" });
    expect(executions.laptop.calls("hopeless")).toBe(3);
  });

  test("is caught by the error's name, with Error and Cause as on AWS", async () => {
    const output = outputOf<{ failure: { Cause: string } }>(
      await executions.run("Retrying", { throw: "PermanentError", key: "caught" }),
    );
    expect(executions.laptop.calls("caught")).toBe(1);
    expect(output).toMatchObject({ key: "caught", failure: { Error: "PermanentError" } });
    expect(JSON.parse(output.failure.Cause)).toEqual({
      errorType: "PermanentError",
      errorMessage: "PermanentError happened",
      trace: expect.any(Array),
    });
  });

  test("without a retry or a catch fails the execution", async () => {
    const execution = await executions.run("Retrying", { throw: "OtherError", key: "other" });
    expect(execution).toMatchObject({ status: "FAILED", error: "OtherError" });
    expect(executions.laptop.calls("other")).toBe(1);
  });

  test("ends at its own timeout, which States.TaskFailed does not match", async () => {
    const output = outputOf<{ Error: string }>(await waited("taskTimeout"));
    expect(output.Error).toBe("States.Timeout");
  });

  test("ends when the function times out or its process dies", async () => {
    expect(outputOf<{ Error: string }>(await executions.run("FunctionTimeout", { hang: true })).Error).toBe(
      "Sandbox.Timedout",
    );
    expect(outputOf<{ Error: string }>(await executions.run("FunctionTimeout", { exit: 1 })).Error).toBe(
      "Runtime.ExitError",
    );
  });

  test("whose process is killed, such as for its memory, ends as Lambda.Unknown with AWS's message", async () => {
    const output = outputOf<{ Error: string; Cause: string }>(
      await executions.run("FunctionTimeout", { killed: true }),
    );
    expect(output.Error).toBe("Lambda.Unknown");
    expect(output.Cause).toMatch(
      /^The cause could not be determined because Lambda did not return an error type\. Returned payload: \{"errorMessage":"RequestId: \S+ Error: Runtime exited with error: signal: killed"\}$/,
    );
  });

  test("without a timeout has none; a long timeout is kept", async () => {
    expect(outputOf<{ event: unknown }>(await executions.run("Patient", { a: 1 })).event).toEqual({ a: 1 });
  });

  test("may pass on at most 256 KiB", async () => {
    expect(await executions.run("Plain", { big: 262_145 })).toMatchObject({
      status: "FAILED",
      error: "States.DataLimitExceeded",
    });
  });

  test("can use the Lambda integration", async () => {
    expect(outputOf(await executions.run("Integrated", { to: "world" }))).toEqual({
      event: { hello: "world" },
    });
  });
});
