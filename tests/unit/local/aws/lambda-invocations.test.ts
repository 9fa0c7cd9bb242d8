import { InvokeCommand, ResourceNotFoundException } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Invocations, startFunctions, type Work } from "./invocations.ts";
import { until } from "./until.ts";

const secret = "NOT_FOR_FUNCTIONS";
let functions: Invocations;

const jobs = {
  Type: "AWS::DynamoDB::Table",
  Properties: {
    AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
  },
};

beforeAll(async () => {
  process.env[secret] = "value";
  functions = await startFunctions(
    [
      { key: "work", environment: { TABLE: { Ref: "Jobs" }, LIMIT: 5, NONE: { Ref: "AWS::NoValue" } } },
      { key: "module", source: "export const handler = async ({ a }) => a + 1;" },
      { key: "nothing", source: "export const handler = async () => {};" },
      {
        key: "small",
        memorySize: 128,
        source: `import { getHeapStatistics } from "node:v8";
          export const handler = async () => getHeapStatistics().heap_size_limit / 2 ** 20;`,
      },
    ],
    { Jobs: jobs },
  );
});

afterAll(async () => {
  delete process.env[secret];
  await functions.stop();
});

describe("an invocation", () => {
  test("gets its event, a context and only its own environment", async () => {
    const { payload } = await functions.invoke<Work>("work", { hello: "world" });
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
      ...functions.laptop.aws.functionEnvironment("work"),
    });
    expect(payload.environment).not.toHaveProperty(secret);
    expect(payload.environment).not.toHaveProperty("NONE");
  });

  test("has no larger heap than the memory of its function", async () => {
    const { payload } = await functions.invoke<number>("small", {});
    // V8 adds the spaces of young objects.
    expect(payload).toBeGreaterThanOrEqual(128);
    expect(payload).toBeLessThan(160);
  });

  test("reuses a warm process", async () => {
    const first = await functions.invoke<Work>("work", {});
    const second = await functions.invoke<Work>("work", {});
    expect(second.payload.pid).toBe(first.payload.pid);
  });

  test("gets a new process after a reload, even if a process was busy at that time", async () => {
    const { aws } = functions.laptop;
    const first = await functions.invoke<Work>("work", {});
    const underway = functions.invoke<Work>("work", { key: "underway", wait: 300 });
    await until(() => functions.laptop.calls("underway") === 1);

    aws.reload();
    const { payload } = await underway;
    const next = await functions.invoke<Work>("work", {});

    expect(payload.pid).toBe(first.payload.pid);
    expect(next.payload.pid).not.toBe(first.payload.pid);
  });

  test("runs an ES module, and returns null for undefined", async () => {
    expect(await functions.invoke("module", { a: 1 })).toEqual({ error: undefined, payload: 2 });
    expect(await functions.invoke("nothing", {})).toEqual({ error: undefined, payload: null });
  });

  test("finds a function by ARN, with or without a version", async () => {
    const arn = String(functions.laptop.aws.resolve({ "Fn::GetAtt": ["ModuleLambdaFunction", "Arn"] }));
    const { StatusCode } = await functions.client.send(
      new InvokeCommand({ FunctionName: `${arn}:$LATEST`, Payload: '{"a":1}' }),
    );
    expect(StatusCode).toBe(200);
    await expect(functions.client.send(new InvokeCommand({ FunctionName: "unknown" }))).rejects.toThrow(
      ResourceNotFoundException,
    );
  });

  test("can be asynchronous", async () => {
    const { StatusCode } = await functions.client.send(
      new InvokeCommand({ FunctionName: "test-work", InvocationType: "Event", Payload: '{"key":"event"}' }),
    );
    expect(StatusCode).toBe(202);
    await until(() => functions.laptop.calls("event") === 1);
  });

  test("writes to the function's log", async () => {
    await functions.invoke("work", { print: "a line of output" });
    const log = await until(
      () =>
        functions.laptop.read("logs/test-work.log")?.includes("a line of output") &&
        functions.laptop.read("logs/test-work.log"),
    );
    expect(log).toMatch(/START RequestId: [0-9a-f-]{36} Version: \$LATEST/);
  });
});
