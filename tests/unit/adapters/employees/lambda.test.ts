import type { IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { EmployeeCircuits } from "../../../../adapters/employees/circuits.ts";
import { createLambdaCaller } from "../../../../adapters/employees/lambda.ts";
import { startHttpServer } from "../../../fakes/http-server.ts";
import { anEmployee } from "../../../fakes/records/employee.ts";
import { aTask } from "../../../fakes/records/task.ts";

const noCircuits: EmployeeCircuits = { run: (_employee, call) => call() };
const never = new AbortController().signal;
const function_arn = "arn:aws:lambda:eu-west-1:123456789012:function:legacy:live";
const role_arn = "arn:aws:iam::123456789012:role/invoke-legacy";
const taskOfLambda = aTask({ callback: null });

/** One response of Lambda; the last one is repeated. */
interface Behaviour {
  status?: number;
  /** `x-amzn-errortype` of the API. */
  error?: string;
  /** Whether the function itself failed. */
  failed?: boolean;
  body?: string;
  silent?: boolean;
}

let server: Awaited<ReturnType<typeof startHttpServer>>;
let behaviours: Behaviour[] = [];
let invocations: { url: string; body: string; authorization: string }[] = [];
let roles: URLSearchParams[] = [];
let stsStatus = 200;
const saved = { ...process.env };

beforeEach(async () => {
  [behaviours, invocations, roles, stsStatus] = [[], [], [], 200];
  server = await startHttpServer(async (request, response) => {
    const body = await text(request);
    if (request.url === "/") {
      roles.push(new URLSearchParams(body));
      response.writeHead(stsStatus, { "content-type": "text/xml" }).end(stsStatus === 200 ? session : denied);
      return;
    }
    invocations.push({ url: request.url ?? "", body, authorization: authorizationOf(request) });
    const next = behaviours.length > 1 ? behaviours.shift() : behaviours[0];
    const {
      status = 200,
      error,
      failed = false,
      body: payload = '{"outcome":"answered"}',
      silent,
    } = next ?? {};
    if (silent) return;
    response
      .writeHead(status, {
        "content-type": "application/json",
        ...(error ? { "x-amzn-errortype": error } : {}),
        ...(failed ? { "x-amz-function-error": "Unhandled" } : {}),
      })
      .end(payload);
  });
  Object.assign(process.env, {
    ...{ AWS_REGION: "eu-west-1", AWS_ACCESS_KEY_ID: "own", AWS_SECRET_ACCESS_KEY: "own" },
    ...{ AWS_ENDPOINT_URL_LAMBDA: server.url, AWS_ENDPOINT_URL_STS: server.url },
  });
});

afterEach(async () => {
  await server.stop();
  process.env = { ...saved };
});

const authorizationOf = ({ headers }: IncomingMessage): string => headers.authorization ?? "";

const session = `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
<AccessKeyId>assumed</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
<Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;
const denied = `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>
<Code>AccessDenied</Code><Message>not authorized: arn:secret</Message></Error></ErrorResponse>`;

function call(behaviour: Behaviour | Behaviour[] = {}, signal = never, role: string | null = null) {
  behaviours = [behaviour].flat();
  const employee = anEmployee({ name: "legacy", runner: "lambda", lambda: { function_arn, role_arn: role } });
  return createLambdaCaller({ circuits: noCircuits }).call(employee, taskOfLambda, signal);
}

test("invokes the function with the task, and returns what it returns", async () => {
  const body = '{"version":1,"outcome":"answered","markdown":"Fine.","usage":null}';

  expect(await call({ body })).toEqual({ result: body });
  expect(invocations).toHaveLength(1);
  expect(decodeURIComponent(invocations[0]?.url ?? "")).toContain(`/functions/${function_arn}/invocations`);
  expect(JSON.parse(invocations[0]?.body ?? "")).toEqual(taskOfLambda);
  expect(invocations[0]?.authorization).toContain("Credential=own/");
  expect(roles).toEqual([]);
});

test("assumes the employee's role once, and invokes the function with it", async () => {
  behaviours = [{}];
  const employee = anEmployee({ name: "legacy", runner: "lambda", lambda: { function_arn, role_arn } });
  const caller = createLambdaCaller({ circuits: noCircuits });
  await caller.call(employee, taskOfLambda, never);
  await caller.call(employee, taskOfLambda, never);

  expect(roles.map((role) => role.get("RoleArn"))).toEqual([role_arn]);
  expect(invocations.map(({ authorization }) => authorization.includes("Credential=assumed/"))).toEqual([
    true,
    true,
  ]);
});

test("a role that may not be assumed is final, and named without details", async () => {
  stsStatus = 403;
  const error = await call({}, never, role_arn).catch((thrown: unknown) => thrown);

  expect(error).toMatchObject({ name: "PermanentError", code: "employee_role_refused" });
  expect(String(error)).not.toContain("arn:secret");
  expect(invocations).toEqual([]);
});

test("retries a throttled invocation by itself", async () => {
  const throttled = {
    status: 429,
    error: "TooManyRequestsException",
    body: '{"Reason":"ReservedFunction…"}',
  };

  expect(await call([throttled, {}])).toMatchObject({ result: expect.any(String) });
  expect(invocations).toHaveLength(2);
});

test.each([
  [404, "ResourceNotFoundException", "employee_function_unknown"],
  [403, "AccessDeniedException", "employee_access_refused"],
  [413, "RequestTooLargeException", "employee_call_refused"],
])("%i %s is final: %s", async (status, error, code) => {
  await expect(call({ status, error, body: '{"message":"m"}' })).rejects.toMatchObject({
    name: "PermanentError",
    code,
  });
  expect(invocations).toHaveLength(1);
});

test("an API that fails is retried three times, and then by the workflow", async () => {
  await expect(call({ status: 500, error: "ServiceException", body: "{}" })).rejects.toMatchObject({
    name: "RetryableError",
    code: "employee_unreachable",
  });
  expect(invocations).toHaveLength(3);
});

describe("a function that fails", () => {
  const failed = (errorType?: string, errorMessage = "text of the function") => ({
    failed: true,
    body: JSON.stringify({ errorType, errorMessage, trace: ["secret line"] }),
  });

  test.each([
    ["ValidationError", "PermanentError", "employee_function_failed"],
    ["RetryableError", "RetryableError", "employee_function_failed"],
    ["Sandbox.Timedout", "RetryableError", "employee_function_stopped"],
    ["Runtime.OutOfMemory", "RetryableError", "employee_function_stopped"],
    ["Function.ResponseSizeTooLarge", "PermanentError", "result_too_large"],
  ])("with %s: %s", async (errorType, name, code) => {
    const error = await call(failed(errorType)).catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ name, code });
    expect(String(error)).not.toMatch(/text of the function|secret line/);
    expect(invocations).toHaveLength(1);
  });

  test("is named in the error", async () => {
    await expect(call(failed("ValidationError"))).rejects.toThrow("failed with ValidationError");
  });

  test("with a name that could be a text is not quoted", async () => {
    await expect(call(failed("@everyone **now**"))).rejects.toThrow("failed with an error without a name");
  });

  test("after its time, in the old form, stopped", async () => {
    await expect(call(failed(undefined, "abc Task timed out after 3.00 seconds"))).rejects.toMatchObject({
      code: "employee_function_stopped",
    });
  });
});

test.each(["null", '"text"', "[]", ""])("a response that is not an object is malformed: %s", async (body) => {
  await expect(call({ body })).rejects.toMatchObject({ name: "PermanentError", code: "result_malformed" });
});

test("a response over 256 KiB is too large", async () => {
  const body = JSON.stringify({ markdown: "x".repeat(256 * 1024) });

  await expect(call({ body })).rejects.toMatchObject({ name: "PermanentError", code: "result_too_large" });
});

test("a function that does not respond is given up with the run", async () => {
  const run = new AbortController();
  const calling = call({ silent: true }, run.signal);
  setImmediate(() => run.abort());

  await expect(calling).rejects.toMatchObject({ name: "RetryableError", code: "employee_no_response" });
});

test("has no cancel notice", async () => {
  const job = { version: 1, type: "cancelled", job_id: "a", attempt: 1 } as const;

  expect(await createLambdaCaller({ circuits: noCircuits }).cancel(anEmployee(), job, never)).toBeNull();
});
