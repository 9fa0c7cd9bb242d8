import type { IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { afterEach, expect, test } from "@jest/globals";
import { Webhook } from "standardwebhooks";
import { createWebhookCaller } from "../../../../adapters/employees/webhook.ts";
import { readLocalHosts } from "../../../../adapters/employees/webhook-target.ts";
import { isCallbackBody, isEmployeeResult } from "../../../../core/generated/validators.mjs";
import { startDemoBot } from "../../../../local/employees/demo-bot.ts";
import { startHttpServer } from "../../../fakes/http-server.ts";
import { anEmployee } from "../../../fakes/records/employee.ts";
import { aFrozenTask, aTask, aTaskCall } from "../../../fakes/records/task.ts";

const secret = "s".repeat(64);
const never = new AbortController().signal;
const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

const query = `query("select * from refunds where merchant = '\${merchant}'")`;
const sql = ["@@ -1 +7,2 @@", `+${query}`, "+let a;"].join("\n");
const changed = { previous_path: null, status: "modified", additions: 1, deletions: 0 } as const;
const frozen = aFrozenTask({ files: [{ ...changed, path: "src/a.ts", patch: sql }] });

/** The bot, and a server with the context and the callbacks of its tasks. */
async function aWorld(secondsOfTask: number) {
  const callbacks: { body: Record<string, unknown>; headers: IncomingMessage["headers"] }[] = [];
  let notify: () => void = () => {};
  const server = await startHttpServer(async (request, response) => {
    const body = await text(request);
    if (request.method === "GET") return void response.end(JSON.stringify(frozen));
    callbacks.push({
      body: new Webhook(secret).verify(body, request.headers as never) as never,
      headers: request.headers,
    });
    response.end('{"status":"accepted"}');
    notify();
  });
  const errors: string[] = [];
  const bot = await startDemoBot(secret, (line) => errors.push(line));
  stops.push(bot.close, server.stop);
  const task = aTask({
    context: { ...aTaskCall.context, url: `${server.url}/context` },
    callback: { url: `${server.url}/callbacks/1`, secret_id: "s" },
  });
  task.command.arguments = { seconds: secondsOfTask };
  const caller = createWebhookCaller({
    allowedHosts: [],
    localHosts: readLocalHosts(`demo-bot.localhost=${bot.url.replace("127.0.0.1", "localhost")}`, "local"),
    secrets: { read: async () => [secret] },
    circuits: { run: (_employee, call) => call() },
    clock: Date.now,
  });
  const employee = anEmployee({ runner: "webhook", webhook: { url: "https://demo-bot.localhost/tasks" } });
  async function until(type: string): Promise<void> {
    while (!callbacks.some(({ body }) => body.type === type)) {
      await new Promise<void>((resolve) => {
        notify = resolve;
      });
    }
  }
  return { caller, employee, task, callbacks, until, errors };
}

test("accepts a task, reports progress, and sends the result with findings", async () => {
  const { caller, employee, task, callbacks, until, errors } = await aWorld(0);

  expect(await caller.call(employee, task, never)).toBe("later");
  await until("result");
  const bodies = callbacks.map(({ body }) => body);
  expect(bodies.every((body) => isCallbackBody(body))).toBe(true);
  expect(bodies[0]).toEqual({
    job_id: task.job_id,
    attempt: 1,
    type: "heartbeat",
    progress: "Read 1 of 1 files",
  });
  expect(isEmployeeResult(bodies[1])).toBe(true);
  expect(bodies[1]).toMatchObject({
    findings: [{ path: "src/a.ts", line: 7, severity: "high", title: "SQL is built from a value" }],
    coverage: { files_reviewed: 1, files_total: 1 },
    cost: { dollars: 0.002 },
  });
  expect(errors).toEqual([]);
});

test("works once on a task that is sent twice", async () => {
  const { caller, employee, task, callbacks, until } = await aWorld(0);
  await caller.call(employee, task, never);
  await caller.call(employee, task, never);
  await until("result");

  expect(callbacks.filter(({ body }) => body.type === "heartbeat")).toHaveLength(1);
});

test("stops when its job is cancelled", async () => {
  const { caller, employee, task, callbacks, until, errors } = await aWorld(600);
  await caller.call(employee, task, never);
  await until("heartbeat");
  const job = { version: 1, type: "cancelled", job_id: task.job_id, attempt: 1 } as const;

  expect(await caller.cancel(employee, job, never)).toBe("heard");
  expect(callbacks.map(({ body }) => body.type)).toEqual(["heartbeat"]);
  expect(errors).toEqual([]);
});

test("refuses a message that is no task", async () => {
  const { employee, task, callbacks, caller } = await aWorld(0);

  await expect(caller.call(employee, { ...task, version: 2 as 1 }, never)).rejects.toMatchObject({
    code: "employee_http_400",
  });
  expect(callbacks).toEqual([]);
});

test("refuses a message that another secret signed", async () => {
  const bot = await startDemoBot(secret, () => {});
  stops.push(bot.close);
  const body = JSON.stringify(aTask());
  const now = new Date();
  const signature = new Webhook("f".repeat(64)).sign("id", now, body);
  const headers = {
    "webhook-id": "id",
    "webhook-timestamp": String(Math.floor(now.getTime() / 1_000)),
    "webhook-signature": signature,
  };

  expect((await fetch(bot.url, { method: "POST", body, headers })).status).toBe(401);
});
