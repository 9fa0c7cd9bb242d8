import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InvokeCommand, LambdaClient, ResourceNotFoundException } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { type Laptop, startLaptop } from "./laptop.ts";
import { until } from "./until.ts";

// Processes start slowly on a busy machine.
jest.setTimeout(20_000);

const secret = "NOT_FOR_FUNCTIONS";
let laptop: Laptop;
let client: LambdaClient;
let bundles: string;

beforeAll(async () => {
  process.env[secret] = "value";
  bundles = mkdtempSync(join(tmpdir(), "laptop-bundles-"));
  const write = (name: string, text: string) => {
    writeFileSync(join(bundles, name), text);
    return join(bundles, name);
  };
  laptop = await startLaptop({
    resources: { Jobs: { Type: "AWS::DynamoDB::Table", Properties: tableProperties } },
    functions: [
      { key: "work", environment: { TABLE: { Ref: "Jobs" }, LIMIT: 5, NONE: { Ref: "AWS::NoValue" } } },
      { key: "brief", timeoutSeconds: 0.4 },
      { key: "serial", reservedConcurrency: 1 },
      { key: "paused", reservedConcurrency: 0 },
      { key: "module", file: write("m.mjs", "export const handler = async ({ a }) => a + 1;") },
      { key: "nothing", file: write("u.mjs", "export const handler = async () => {};") },
      { key: "broken", file: write("b.mjs", "import 'not-there'; export const handler = async () => 1;") },
      { key: "unexported", exportName: "absent" },
    ],
  });
  client = new LambdaClient({ ...laptop.config("LAMBDA"), maxAttempts: 1 });
});

const tableProperties = {
  AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
  KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
};

afterAll(async () => {
  delete process.env[secret];
  client.destroy();
  await laptop.stop();
  rmSync(bundles, { recursive: true, force: true });
});

async function invoke(key: string, event: unknown) {
  const { FunctionError, Payload } = await client.send(
    new InvokeCommand({ FunctionName: `test-${key}`, Payload: JSON.stringify(event) }),
  );
  return { error: FunctionError, payload: JSON.parse(Payload?.transformToString() ?? "null") };
}

describe("an invocation", () => {
  test("gets its event, a context and only its own environment", async () => {
    const { payload } = await invoke("work", { hello: "world" });
    expect(payload.event).toEqual({ hello: "world" });
    expect(payload.context).toMatchObject({
      functionName: "test-work",
      functionVersion: "$LATEST",
      invokedFunctionArn: "arn:aws:lambda:eu-central-1:000000000000:function:test-work",
      memoryLimitInMB: "1024",
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(payload.context.remaining).toBeGreaterThan(29_000);
    expect(payload.environment).toMatchObject({
      TABLE: "pr-comment-automation-test-Jobs",
      LIMIT: "5",
      AWS_REGION: "eu-central-1",
      AWS_LAMBDA_FUNCTION_NAME: "test-work",
      _HANDLER: "main.handler",
      TZ: "UTC",
      ...laptop.aws.functionEnvironment("work"),
    });
    expect(payload.environment).not.toHaveProperty(secret);
    expect(payload.environment).not.toHaveProperty("NONE");
  });

  test("reuses a warm process", async () => {
    const first = await invoke("work", {});
    const second = await invoke("work", {});
    expect(second.payload.pid).toBe(first.payload.pid);
  });

  test("runs an ES module, and gives null for nothing", async () => {
    expect(await invoke("module", { a: 1 })).toEqual({ error: undefined, payload: 2 });
    expect(await invoke("nothing", {})).toEqual({ error: undefined, payload: null });
  });

  test("is found by ARN, and by a version of it", async () => {
    const arn = String(laptop.aws.resolve({ "Fn::GetAtt": ["ModuleLambdaFunction", "Arn"] }));
    const { StatusCode } = await client.send(
      new InvokeCommand({ FunctionName: `${arn}:$LATEST`, Payload: '{"a":1}' }),
    );
    expect(StatusCode).toBe(200);
    await expect(client.send(new InvokeCommand({ FunctionName: "nobody" }))).rejects.toThrow(
      ResourceNotFoundException,
    );
  });

  test("can be left alone", async () => {
    const { StatusCode } = await client.send(
      new InvokeCommand({ FunctionName: "test-work", InvocationType: "Event", Payload: '{"key":"event"}' }),
    );
    expect(StatusCode).toBe(202);
    await until(() => laptop.calls("event") === 1);
  });

  test("writes to the function's log", async () => {
    await invoke("work", { print: "a line of output" });
    const log = await until(
      () =>
        laptop.read("logs/test-work.log")?.includes("a line of output") && laptop.read("logs/test-work.log"),
    );
    expect(log).toMatch(/START RequestId: [0-9a-f-]{36} Version: \$LATEST/);
  });
});

describe("a failure", () => {
  test("carries the error's name", async () => {
    const { error, payload } = await invoke("work", { throw: "RetryableError" });
    expect(error).toBe("Unhandled");
    expect(payload).toEqual({
      errorType: "RetryableError",
      errorMessage: "RetryableError happened",
      trace: expect.arrayContaining(["RetryableError: RetryableError happened"]),
    });
    expect(laptop.log).toContain("test-work: RetryableError: RetryableError happened");
  });

  test.each([
    ["awaits for ever", { hang: true }],
    ["never yields", { block: true }],
  ])("of a handler that %s is a timeout", async (_name, event) => {
    const { error, payload } = await invoke("brief", event);
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
    const { payload } = await invoke("work", { exit: code });
    expect(payload).toEqual({
      errorType: "Runtime.ExitError",
      errorMessage: expect.stringContaining(message),
    });
    expect((await invoke("work", {})).error).toBeUndefined();
  });

  test("of a killed process says so", async () => {
    const hanging = invoke("serial", { hang: true });
    await until(
      () =>
        laptop.calls("hanging") > 0 &&
        laptop.aws.instances().some(({ key, busy }) => key === "serial" && busy),
    );
    const worker = laptop.aws.instances().find(({ key }) => key === "serial");
    process.kill(worker?.pid ?? 0, "SIGKILL");
    const { payload } = await hanging;
    expect(payload.errorMessage).toContain("Runtime exited with error: signal: killed");
  });

  test("outside the handler's promise ends the process", async () => {
    expect((await invoke("work", { late: true })).payload.errorType).toBe("LateError");
    expect((await invoke("work", {})).error).toBeUndefined();
  });

  test("to load is reported each time", async () => {
    expect((await invoke("broken", {})).payload.errorMessage).toContain("not-there");
    expect((await invoke("broken", {})).error).toBe("Unhandled");
    expect((await invoke("unexported", {})).payload.errorType).toBe("Runtime.HandlerNotFound");
  });

  test("to return little enough is an error", async () => {
    expect((await invoke("work", { big: 6_300_000 })).payload.errorType).toBe(
      "Function.ResponseSizeTooLarge",
    );
  });
});

describe("concurrency", () => {
  test("reserved at 1 uses one process, one after the other", async () => {
    const results = await Promise.all(Array.from({ length: 10 }, () => invoke("serial", {})));
    expect(new Set(results.map(({ payload }) => payload.pid)).size).toBe(1);
  });

  test("is four where nothing is reserved", async () => {
    const results = await Promise.all(Array.from({ length: 30 }, () => invoke("work", {})));
    expect(results.every(({ error }) => error === undefined)).toBe(true);
    expect(laptop.aws.instances().filter(({ key }) => key === "work").length).toBeLessThanOrEqual(4);
  });

  test("reserved at 0 refuses", async () => {
    await expect(invoke("paused", {})).rejects.toMatchObject({ name: "TooManyRequestsException" });
  });
});
