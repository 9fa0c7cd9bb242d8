import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Failure, type Invocations, startFunctions } from "./invocations.ts";
import { until } from "./until.ts";

let functions: Invocations;

beforeAll(async () => {
  functions = await startFunctions([
    { key: "work" },
    { key: "brief", timeoutSeconds: 0.4 },
    { key: "serial", reservedConcurrency: 1 },
    { key: "broken", source: "import 'not-there'; export const handler = async () => 1;" },
    { key: "unexported", exportName: "absent" },
  ]);
});

afterAll(() => functions.stop());

describe("a failure", () => {
  test("carries the error's name", async () => {
    const { error, payload } = await functions.invoke("work", { throw: "RetryableError" });
    expect(error).toBe("Unhandled");
    expect(payload).toEqual({
      errorType: "RetryableError",
      errorMessage: "RetryableError happened",
      trace: expect.arrayContaining(["RetryableError: RetryableError happened"]),
    });
    expect(functions.laptop.log).toContain("test-work: RetryableError: RetryableError happened");
  });

  test.each([
    ["awaits for ever", { hang: true }],
    ["never yields", { block: true }],
  ])("of a handler that %s is a timeout", async (_name, event) => {
    const { error, payload } = await functions.invoke<Failure>("brief", event);
    expect(error).toBe("Unhandled");
    expect(payload.errorType).toBe("Sandbox.Timedout");
    expect(payload.errorMessage).toMatch(
      /^RequestId: [0-9a-f-]{36} Error: Task timed out after 0\.40 seconds$/,
    );
  });

  test.each([
    [1, "Runtime exited with error: exit status 1"],
    [0, "Runtime exited without providing a reason"],
  ])("of a process that exits with %i says so, and the next call gets a new one", async (code, message) => {
    const { payload } = await functions.invoke("work", { exit: code });
    expect(payload).toEqual({
      errorType: "Runtime.ExitError",
      errorMessage: expect.stringContaining(message),
    });
    expect((await functions.invoke("work", {})).error).toBeUndefined();
  });

  test("of a killed process has no error type, like out of memory on AWS", async () => {
    const hanging = functions.invoke<Failure>("serial", { hang: true });
    await until(
      () =>
        functions.laptop.calls("hanging") > 0 &&
        functions.laptop.aws.instances().some(({ key, busy }) => key === "serial" && busy),
    );
    const worker = functions.laptop.aws.instances().find(({ key }) => key === "serial");
    process.kill(worker?.pid ?? 0, "SIGKILL");
    const { payload } = await hanging;
    expect(payload).toEqual({
      errorMessage: expect.stringContaining("Runtime exited with error: signal: killed"),
    });
    expect(functions.laptop.log.join("\n")).not.toContain("undefined");
  });

  test("outside the handler's promise ends the process", async () => {
    expect((await functions.invoke<Failure>("work", { late: true })).payload.errorType).toBe("LateError");
    expect((await functions.invoke("work", {})).error).toBeUndefined();
  });

  test("to load is reported for each invocation", async () => {
    expect((await functions.invoke<Failure>("broken", {})).payload.errorMessage).toContain("not-there");
    expect((await functions.invoke("broken", {})).error).toBe("Unhandled");
    expect((await functions.invoke<Failure>("unexported", {})).payload.errorType).toBe(
      "Runtime.HandlerNotFound",
    );
  });

  test("is reported for a response that is too large", async () => {
    expect((await functions.invoke<Failure>("work", { big: 6_300_000 })).payload.errorType).toBe(
      "Function.ResponseSizeTooLarge",
    );
  });
});
