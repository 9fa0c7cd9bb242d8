import type { ServerResponse } from "node:http";
import { afterEach, describe, expect, test } from "@jest/globals";
import { Webhook } from "standardwebhooks";
import type { AddressChecks } from "../../../../adapters/employees/check-address.ts";
import type { EmployeeCircuits } from "../../../../adapters/employees/circuits.ts";
import { createWebhookCaller } from "../../../../adapters/employees/webhook.ts";
import { isTask } from "../../../../core/generated/validators.mjs";
import { botCertificate, startWebhookBot } from "../../../fakes/employees/webhook-bot.ts";
import { anEmployee } from "../../../fakes/records/employee.ts";
import { aTask } from "../../../fakes/records/task.ts";

type Bot = Awaited<ReturnType<typeof startWebhookBot>>;

const bots: Bot[] = [];
const noCircuits: EmployeeCircuits = { run: (_employee, call) => call() };
const never = new AbortController().signal;
const current = "c".repeat(64);
const previous = "p".repeat(64);
const job = { version: 1, type: "cancelled", job_id: "a-job", attempt: 2 } as const;

afterEach(async () => {
  await Promise.all(bots.splice(0).map((bot) => bot.stop()));
});

async function aBot(respond: Parameters<typeof startWebhookBot>[0], address?: string): Promise<Bot> {
  const bot = await startWebhookBot(respond, address);
  bots.push(bot);
  return bot;
}

const reply =
  (status: number, body = "", headers = {}) =>
  (response: ServerResponse) => {
    response.writeHead(status, headers).end(body);
  };

/** Addresses of this machine are allowed, so that a test can connect. */
const thisMachine: AddressChecks = {
  lookup: async () => [{ address: "127.0.0.1", family: 4 }],
  isAllowed: (address) => address === "127.0.0.1",
};

function callerOf(bot: Pick<Bot, "host">, change: Partial<Parameters<typeof createWebhookCaller>[0]> = {}) {
  return createWebhookCaller({
    ...{ allowedHosts: [bot.host], localHosts: new Map(), ...thisMachine, ca: botCertificate },
    ...{ secrets: { read: async () => [current, previous] }, circuits: noCircuits, clock: Date.now },
    ...change,
  });
}

const employeeOf = (bot: Pick<Bot, "url">, change = {}) =>
  anEmployee({ name: "legacy", runner: "webhook", webhook: { url: bot.url }, ...change });

function call(bot: Bot, signal = never, change = {}) {
  return callerOf(bot).call(employeeOf(bot, change), aTask(), signal);
}

test("posts the task, signed with the current and the previous secret, and returns the result", async () => {
  const result = '{"version":1,"outcome":"answered","markdown":"Fine.","usage":null}';
  const bot = await aBot(reply(200, result));

  expect(await call(bot)).toEqual({ result });

  const [message] = bot.messages;
  const task = aTask();
  expect(bot.messages).toHaveLength(1);
  expect(message?.path).toBe("/tasks");
  expect(isTask(JSON.parse(message?.body ?? ""))).toBe(true);
  expect(message?.headers).toMatchObject({
    "content-type": "application/json",
    host: bot.host,
    "webhook-id": `${task.job_id}-r1`,
  });
  for (const secret of [current, previous]) {
    const verified = new Webhook(secret).verify(
      message?.body ?? "",
      message?.headers as Record<string, string>,
    );
    expect(verified).toEqual(task);
  }
  const forged = () =>
    new Webhook("f".repeat(64)).verify(message?.body ?? "", message?.headers as Record<string, string>);
  expect(forged).toThrow("No matching signature");
});

test("a repetition has the same webhook-id, so the receiver can recognize it", async () => {
  const bot = await aBot(reply(202));
  await call(bot);
  await call(bot);

  expect(new Set(bot.messages.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
});

test("202 announces the result for later", async () => {
  expect(await call(await aBot(reply(202, "thanks")))).toBe("later");
});

test.each([408, 425, 429, 500, 502, 503])("HTTP %i is retried", async (status) => {
  await expect(call(await aBot(reply(status)))).rejects.toMatchObject({
    name: "RetryableError",
    code: `employee_http_${status}`,
  });
});

test.each([201, 204, 400, 401, 403, 404, 409, 410, 413, 422])("HTTP %i is final", async (status) => {
  await expect(call(await aBot(reply(status)))).rejects.toMatchObject({
    name: "PermanentError",
    code: `employee_http_${status}`,
  });
});

test("keeps Retry-After for the circuit", async () => {
  const bot = await aBot(reply(429, "", { "retry-after": "120" }));

  await expect(call(bot)).rejects.toMatchObject({ cause: { retry_after_ms: 120_000 } });
});

test("follows no redirect, not even to an allowed host", async () => {
  const metadata = "http://169.254.169.254/latest/meta-data/";
  const bot = await aBot((response, { path }) => {
    const location = path === "/tasks" ? metadata : "/elsewhere";
    response.writeHead(302, { location }).end();
  });

  await expect(call(bot)).rejects.toMatchObject({ name: "PermanentError", code: "employee_redirected" });
  expect(bot.messages).toHaveLength(1);
});

test("connects to the checked address, although the name has another address now", async () => {
  const checked = await aBot(reply(202), "127.0.0.1");
  const answers = ["127.0.0.1", "127.0.0.2"];
  let lookups = 0;
  const caller = callerOf(checked, {
    lookup: async () => [{ address: answers[lookups++] ?? "127.0.0.2", family: 4 }],
  });

  expect(await caller.call(employeeOf(checked), aTask(), never)).toBe("later");
  expect([lookups, checked.connections()]).toEqual([1, 1]);
});

test("makes no connection to an address that is not public", async () => {
  const bot = await aBot(reply(202));
  const { isAllowed: _, ...lookupOnly } = thisMachine;
  const caller = createWebhookCaller({
    ...{ allowedHosts: [bot.host], localHosts: new Map(), ...lookupOnly, ca: botCertificate },
    ...{ secrets: { read: async () => [current] }, circuits: noCircuits, clock: Date.now },
  });

  await expect(caller.call(employeeOf(bot), aTask(), never)).rejects.toMatchObject({
    code: "employee_address_refused",
  });
  expect(bot.connections()).toBe(0);
});

test("refuses a certificate that no known authority signed", async () => {
  const bot = await aBot(reply(202));
  const { ca: _, ...untrusting } = { ...thisMachine, ca: botCertificate };
  const caller = createWebhookCaller({
    ...{ allowedHosts: [bot.host], localHosts: new Map(), ...untrusting },
    ...{ secrets: { read: async () => [current] }, circuits: noCircuits, clock: Date.now },
  });

  await expect(caller.call(employeeOf(bot), aTask(), never)).rejects.toMatchObject({
    name: "PermanentError",
    code: "employee_certificate_refused",
  });
  expect(bot.messages).toEqual([]);
});

test("refuses a certificate of another host", async () => {
  const bot = await aBot(reply(202));
  const url = bot.url.replace("bot.example.com", "other.example.com");
  const host = bot.host.replace("bot.", "other.");

  await expect(callerOf({ host }).call(employeeOf({ url }), aTask(), never)).rejects.toMatchObject({
    code: "employee_certificate_refused",
  });
});

describe("a response with status 200", () => {
  test.each([
    ["is not JSON", "<html>busy</html>"],
    ["is a list", "[]"],
    ["is null", "null"],
    ["is empty", ""],
    ["is cut off", '{"outcome":"answered"'],
  ])("that %s is malformed, and is not quoted", async (_, body) => {
    const error = await call(await aBot(reply(200, body))).catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ name: "PermanentError", code: "result_malformed" });
    if (body) expect(String(error)).not.toContain(body);
  });

  test("over 256 KiB is refused before it is read to the end", async () => {
    let sent = 0;
    let isClosed: () => void = () => {};
    const closed = new Promise<void>((resolve) => {
      isClosed = resolve;
    });
    const bot = await aBot((response) => {
      response.writeHead(200);
      response.on("close", isClosed);
      const chunk = "x".repeat(64 * 1024);
      const more = (): void => {
        while (!response.destroyed && sent < 1024) {
          sent += 1;
          if (!response.write(chunk)) {
            response.once("drain", more);
            return;
          }
        }
      };
      more();
    });

    await expect(call(bot)).rejects.toMatchObject({ name: "PermanentError", code: "result_too_large" });
    await closed;
    expect(sent).toBeLessThan(1024);
  });

  test("of 256 KiB is a result", async () => {
    const frame = JSON.stringify({ markdown: "" }).length;
    const body = JSON.stringify({ markdown: "x".repeat(256 * 1024 - frame) });

    expect(await call(await aBot(reply(200, body)))).toEqual({ result: body });
  });

  test("whose body never ends is given up with the run", async () => {
    const run = new AbortController();
    const bot = await aBot((response) => {
      response.writeHead(200);
      response.write('{"markdown":"');
      run.abort();
    });

    await expect(call(bot, run.signal)).rejects.toMatchObject({
      name: "RetryableError",
      code: "employee_no_response",
    });
  });

  test("that ends early is unreachable", async () => {
    const bot = await aBot((response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write('{"markdown":"', () => response.destroy());
    });

    await expect(call(bot)).rejects.toMatchObject({ name: "RetryableError", code: "employee_unreachable" });
  });
});

test("an endpoint that is silent for as long as its heartbeats may be is given up", async () => {
  const bot = await aBot(() => {});

  await expect(call(bot, never, { heartbeat_seconds: 0.05 })).rejects.toMatchObject({
    name: "RetryableError",
    code: "employee_no_response",
  });
});

test("an endpoint that is down is unreachable", async () => {
  const bot = await startWebhookBot(reply(202));
  await bot.stop();

  await expect(call(bot)).rejects.toMatchObject({ name: "RetryableError", code: "employee_unreachable" });
});

test("a secret that is not base64 is named, and not quoted", async () => {
  const bot = await aBot(reply(202));
  const caller = callerOf(bot, { secrets: { read: async () => ["not base64!"] } });
  const error = await caller.call(employeeOf(bot), aTask(), never).catch((thrown: unknown) => thrown);

  expect(error).toMatchObject({ name: "PermanentError", code: "employee_secret_invalid" });
  expect(String(error)).not.toContain("not base64!");
  expect(bot.messages).toEqual([]);
});

describe("the cancel notice", () => {
  test("is signed, has an id of its own, and names the job", async () => {
    const bot = await aBot(reply(200));

    expect(await callerOf(bot).cancel(employeeOf(bot), job, never)).toBe("heard");
    const [message] = bot.messages;
    const headers = message?.headers as Record<string, string>;
    expect(headers["webhook-id"]).toBe("a-job-r2-cancelled");
    expect(new Webhook(current).verify(message?.body ?? "", headers)).toEqual(job);
  });

  test.each([
    [204, "heard"],
    [404, "refused"],
    [500, "refused"],
    [302, "refused"],
  ])("HTTP %i: %s", async (status, notice) => {
    const bot = await aBot(reply(status));

    expect(await callerOf(bot).cancel(employeeOf(bot), job, never)).toBe(notice);
  });

  test("to an endpoint that is down is unreachable", async () => {
    const bot = await startWebhookBot(reply(202));
    await bot.stop();

    expect(await callerOf(bot).cancel(employeeOf(bot), job, never)).toBe("unreachable");
  });
});
