import { describe, expect, test } from "@jest/globals";
import { sha256 } from "../../../adapters/runtime/sha256.ts";
import type { EmployeeCaller, EmployeeReply } from "../../../core/employees/employee-caller.ts";
import { isTask } from "../../../core/generated/validators.mjs";
import type { LogIds } from "../../../core/jobs/log-ids.ts";
import { callEmployee } from "../../../functions/call-employee/call-employee.ts";
import { createFakeCallbackStore } from "../../fakes/callback-store.ts";
import { createTestClock } from "../../fakes/clock.ts";
import { createFakePayloadStore } from "../../fakes/payload-store.ts";
import { anEmployee } from "../../fakes/records/employee.ts";
import { aFrozenTask } from "../../fakes/records/task.ts";
import { createFakeTaskTokens } from "../../fakes/task-tokens.ts";

const never = new AbortController().signal;
const callback = "c".repeat(48);
const key = sha256(callback);
const result_key = `results/${"r".repeat(48)}.json`;
const result = '{"version":1,"outcome":"answered","markdown":"Fine.","usage":null}';
const url = "https://bot.example.com/";
const function_arn = "arn:aws:lambda:us-east-1:123456789012:function:legacy";

type Calls = Parameters<EmployeeCaller["call"]>[];

async function aWorld(reply: () => Promise<EmployeeReply> = async () => "later") {
  const clock = createTestClock();
  const payloads = createFakePayloadStore();
  const frozen = aFrozenTask();
  const context = await payloads.put("contexts/random", JSON.stringify(frozen));
  const calls: Calls = [];
  const cancelled: unknown[] = [];
  const noted: LogIds = {};
  const links: { key: string; seconds: number }[] = [];
  const callbacks = createFakeCallbackStore();
  const caller: EmployeeCaller = {
    async call(...call) {
      calls.push(call);
      return reply();
    },
    async cancel(_employee, job) {
      cancelled.push(job);
      return "heard";
    },
  };
  const ports = {
    ...{ payloads, callbacks, clock, sha256, tokens: createFakeTaskTokens("token-1", "token-2") },
    callers: { webhook: caller, lambda: { ...caller, cancel: async () => null } },
    links: {
      async linkTo({ key: object }: { key: string }, seconds: number) {
        links.push({ key: object, seconds });
        return `https://bucket.example.com/${object}`;
      },
    },
    roster: [anEmployee({ runner: "webhook", webhook: { url } })],
    callbackUrl: "https://hooks.example.com/callbacks/",
    secretIdOf: (employee: string) => `service/dev/employees/${employee}`,
    noteIds: (ids: LogIds) => void Object.assign(noted, ids),
  };
  const { job_id } = frozen.task;
  const input = {
    ...{ job_id, attempt: 1, task_token: "token-1" },
    context: {
      objects: { context, result: result_key },
      callback,
      timeout_seconds: 600,
      heartbeat_seconds: 60,
    },
  };
  return { ports, input, calls, cancelled, noted, links, callbacks, context };
}

describe("an employee that announces its result for later", () => {
  test("gets the task, with a link to the context and the address of the callback", async () => {
    const { ports, input, calls, links, context } = await aWorld();

    expect(await callEmployee(input, ports, never)).toEqual({ call: "later" });
    const task = calls[0]?.[1];
    expect(isTask(task)).toBe(true);
    expect(task).toMatchObject({
      attempt: 1,
      context: {
        url: `https://bucket.example.com/${context.key}`,
        sha256: context.sha256,
        bytes: context.bytes,
        expires_at: "2026-11-23T09:10:00.000Z",
      },
      callback: {
        url: `https://hooks.example.com/callbacks/${callback}`,
        secret_id: "service/dev/employees/summary",
        expires_at: "2026-11-23T09:10:00.000Z",
      },
      deadline: "2026-11-23T09:10:00.000Z",
    });
    expect(links).toEqual([{ key: context.key, seconds: 600 }]);
  });

  test("leaves the state waiting, and the callback open with its token", async () => {
    const { ports, input, callbacks } = await aWorld();
    await callEmployee(input, ports, never);

    expect(ports.tokens.sent).toEqual([]);
    expect(await callbacks.read(key)).toMatchObject({
      ...{ status: "OPEN", employee: "summary", result_key, task_token: "token-1", attempt: 1 },
      expires_at: "2026-11-23T09:10:00.000Z",
    });
  });

  test("has its whole time after earlier tries that waited", async () => {
    const { ports, input, calls, callbacks } = await aWorld();
    await callEmployee(input, ports, never);
    ports.clock.advance(4 * 3_600_000);
    await callEmployee({ ...input, task_token: "token-2" }, ports, never);

    const { expires_at } = (await callbacks.read(key)) ?? {};
    expect(expires_at).toBe("2026-11-23T13:10:00.000Z");
    expect(calls.at(-1)?.[1]).toMatchObject({ callback: { expires_at } });
  });

  test("finds the callback if it sends the result before it responds", async () => {
    const { ports, input, callbacks } = await aWorld(async () => {
      expect(await callbacks.read(key)).toMatchObject({ status: "OPEN" });
      return "later";
    });

    expect(await callEmployee(input, ports, never)).toEqual({ call: "later" });
  });
});

test("an immediate result is stored before the callback ends, and that before the state", async () => {
  const { ports, input, callbacks } = await aWorld(async () => ({ result }));
  const order: string[] = [];
  const { putOnce } = ports.payloads;
  ports.payloads.putOnce = async (name, json) => {
    order.push(`store ${name}`);
    return putOnce.call(ports.payloads, name, json);
  };
  const end = callbacks.end;
  callbacks.end = async (id, status) => {
    order.push(`end ${status}`);
    return end(id, status);
  };
  const succeed = ports.tokens.succeed;
  ports.tokens.succeed = async (token) => {
    order.push(`succeed ${token}`);
    return succeed(token);
  };

  expect(await callEmployee(input, ports, never)).toEqual({ call: "result" });
  expect(order).toEqual([`store ${result_key}`, "end RESULT", "succeed token-1"]);
  expect((await ports.payloads.find(result_key, 1_000))?.text).toBe(result);
});

test("a retry after the result makes no call and ends its own state", async () => {
  const { ports, input, calls } = await aWorld(async () => ({ result }));
  await callEmployee(input, ports, never);

  const retried = await callEmployee({ ...input, task_token: "token-2" }, ports, never);
  expect(retried).toEqual({ call: "repeated" });
  expect(calls).toHaveLength(1);
  expect(ports.tokens.sent).toEqual(["succeed token-1", "succeed token-2"]);
});

test("the first result counts: one that a callback stored meanwhile stays", async () => {
  const { ports, input } = await aWorld(async () => {
    await ports.payloads.putOnce(result_key, '{"first":true}');
    return { result };
  });
  await callEmployee(input, ports, never);

  expect((await ports.payloads.find(result_key, 1_000))?.text).toBe('{"first":true}');
});

test("a job that has ended is not called", async () => {
  const { ports, input, calls, callbacks } = await aWorld();
  await callEmployee(input, ports, never);
  await callbacks.end(key, "CLOSED");

  await expect(callEmployee(input, ports, never)).rejects.toMatchObject({
    name: "FencedError",
    code: "callback_closed",
  });
  expect(calls).toHaveLength(1);
});

test("a function that is a Lambda gets no callback, and a link no longer than an hour", async () => {
  const { ports, input, calls, links } = await aWorld(async () => ({ result }));
  ports.roster = [anEmployee({ runner: "lambda", lambda: { function_arn, role_arn: null } })];
  await callEmployee({ ...input, context: { ...input.context, timeout_seconds: 86_400 } }, ports, never);

  expect(calls[0]?.[1]).toMatchObject({
    callback: null,
    context: { expires_at: "2026-11-23T10:00:00.000Z" },
  });
  expect(links.map(({ seconds }) => seconds)).toEqual([3_600]);
});

test("the log knows the job, and the task is for the employee only", async () => {
  const { ports, input, noted } = await aWorld();
  await callEmployee(input, ports, never);

  expect(noted).toMatchObject({ job_id: input.job_id, attempt: 1, execution: `${input.job_id}-r1` });
});

describe("a cancelled job", () => {
  test("closes its callback, so that a later result is late", async () => {
    const { ports, input, callbacks } = await aWorld();
    await callEmployee(input, ports, never);
    await callEmployee({ ...input, cancel: true }, ports, never);

    expect(await callbacks.read(key)).toMatchObject({ status: "CLOSED" });
  });

  test("whose result is stored already is published: only its signal was lost", async () => {
    const { ports, input, cancelled, callbacks } = await aWorld();
    await callEmployee(input, ports, never);
    await callbacks.end(key, "RESULT");

    const outcome = await callEmployee({ ...input, cancel: true }, ports, never);
    expect(outcome).toEqual({ call: "repeated", next: "publish" });
    expect(cancelled).toEqual([]);
  });

  test("is named to the employee, whose response is recorded", async () => {
    const { ports, input, cancelled, calls, callbacks } = await aWorld();
    await callEmployee(input, ports, never);
    const { task_token: _, ...rest } = input;

    expect(await callEmployee({ ...rest, cancel: true }, ports, never)).toEqual({
      call: "cancelled",
      next: "end",
    });
    expect(cancelled).toEqual([{ version: 1, type: "cancelled", job_id: input.job_id, attempt: 1 }]);
    expect(await callbacks.read(key)).toMatchObject({ notice: "heard" });
    expect(calls).toHaveLength(1);
  });

  test("of a Lambda function records nothing, because it has no listener", async () => {
    const { ports, input, callbacks } = await aWorld(async () => ({ result }));
    ports.roster = [anEmployee({ runner: "lambda", lambda: { function_arn, role_arn: null } })];
    await callEmployee(input, ports, never);
    await callEmployee({ ...input, cancel: true }, ports, never);

    expect(await callbacks.read(key)).toMatchObject({ notice: null });
  });
});

test("an employee whose runner changed after the command is refused, with what to do", async () => {
  const { ports, input } = await aWorld();
  ports.roster = [anEmployee({ runner: "model", model: "large" })];

  await expect(callEmployee(input, ports, never)).rejects.toThrow("give the command again");
});

test("without a token nothing is called", async () => {
  const { ports, input, calls } = await aWorld();
  const { task_token: _, ...rest } = input;

  await expect(callEmployee(rest, ports, never)).rejects.toMatchObject({ code: "task_token_missing" });
  expect(calls).toEqual([]);
});

test("the employee's time ends the call for good", async () => {
  const { ports, input } = await aWorld();
  ports.callers.webhook.call = (_employee, _task, signal) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason));
    });

  const short = { ...input, context: { ...input.context, timeout_seconds: 0.02 } };
  await expect(callEmployee(short, ports, never)).rejects.toMatchObject({
    name: "PermanentError",
    code: "employee_timeout",
  });
});
