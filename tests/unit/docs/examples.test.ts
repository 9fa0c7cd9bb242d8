import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createWebhookCaller } from "../../../adapters/employees/webhook.ts";
import { readLocalHosts } from "../../../adapters/employees/webhook-target.ts";
import { isEmployeeResult } from "../../../core/generated/validators.mjs";
import { startHttpServer } from "../../fakes/http-server.ts";
import { anEmployee } from "../../fakes/records/employee.ts";
import { aFrozenTask, aTask, aTaskCall } from "../../fakes/records/task.ts";

const examples = join(import.meta.dirname, "../../../docs/examples");
const never = new AbortController().signal;
const secret = Buffer.from("a secret of an example").toString("base64");
const added = (...lines: string[]) => ["@@ -1,1 +1,9 @@", ...lines.map((line) => `+${line}`)].join("\n");
const changed = { previous_path: null, status: "modified", additions: 20, deletions: 3 } as const;
const frozen = aFrozenTask({
  files: [
    { ...changed, path: "src/a.ts", patch: added("let a; ", "let b;", "let c;\t") },
    { ...changed, path: "src/b.ts", patch: added("let d;") },
    { ...changed, path: "logo.png", patch: null },
  ],
});

let context: Awaited<ReturnType<typeof startHttpServer>>;

beforeAll(async () => {
  context = await startHttpServer((request, response) => {
    response.writeHead(request.url === "/context" ? 200 : 404).end(JSON.stringify(frozen));
  });
});

afterAll(() => context.stop());

const taskWith = (path: string, callback = aTaskCall.callback) =>
  aTask({ context: { ...aTaskCall.context, url: `${context.url}${path}` }, callback });

describe("docs/examples/webhook: a shell script behind a webhook", () => {
  let bot: ChildProcess;
  let port = "";

  beforeAll(async () => {
    const env = { ...process.env, EMPLOYEE_SECRET: secret, PORT: "0" };
    bot = spawn(process.execPath, [join(examples, "webhook/bot.mjs")], {
      env,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = (await once(bot.stdout ?? bot, "data")) as [Buffer];
    port = /port (\d+)/.exec(String(line))?.[1] ?? "";
  });

  afterAll(async () => {
    bot.kill();
    await once(bot, "exit");
  });

  const employee = anEmployee({
    runner: "webhook",
    webhook: { url: "https://bot.example.com/" },
    heartbeat_seconds: 30,
  });

  function caller(signedWith = secret) {
    return createWebhookCaller({
      allowedHosts: [],
      localHosts: readLocalHosts(`bot.example.com=http://localhost:${port}`, "local"),
      secrets: { read: async () => [signedWith] },
      circuits: { run: (_employee, call) => call() },
      clock: Date.now,
    });
  }

  test("answers a signed task with a result", async () => {
    const reply = await caller().call(employee, taskWith("/context"), never);
    const result: unknown = JSON.parse(typeof reply === "string" ? reply : reply.result);

    expect(isEmployeeResult(result)).toBe(true);
    expect(result).toMatchObject({ outcome: "answered", markdown: "- `src/a.ts`: 2\n" });
  });

  test("refuses a task that another secret signed", async () => {
    const forged = caller(Buffer.from("another secret").toString("base64"));

    await expect(forged.call(employee, taskWith("/context"), never)).rejects.toMatchObject({
      code: "employee_http_401",
    });
  });

  test("hears a cancel notice", async () => {
    const job = { version: 1, type: "cancelled", job_id: "a-job", attempt: 1 } as const;

    expect(await caller().cancel(employee, job, never)).toBe("heard");
  });
});

describe("docs/examples/lambda: a function that exists", () => {
  const load = async () =>
    (await import(join(examples, "lambda/index.mjs"))) as { handler(task: unknown): Promise<unknown> };

  test("returns a result for a task", async () => {
    const { handler } = await load();
    const result = await handler(taskWith("/context", null));

    expect(isEmployeeResult(result)).toBe(true);
    expect(result).toMatchObject({ markdown: "Size **M**: 69 changed lines in 3 files." });
  });

  test("asks for a retry if it cannot read the context", async () => {
    const { handler } = await load();

    await expect(handler(taskWith("/gone", null))).rejects.toMatchObject({ name: "RetryableError" });
  });
});
