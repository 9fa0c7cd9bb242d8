import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createIntentTable } from "../../../../../adapters/dynamodb/intent-table.ts";
import { sha256 } from "../../../../../adapters/runtime/sha256.ts";
import { createHandler } from "../../../../../functions/receive-webhook/handler.ts";
import { createFakeDeliveryStore } from "../../../../fakes/delivery-store.ts";
import { createFakeEnvelopeQueue } from "../../../../fakes/envelope-queue.ts";
import { createFakeLog } from "../../../../fakes/log.ts";
import { createFakeMetrics } from "../../../../fakes/metrics.ts";
import { type OperatorStack, startOperatorStack } from "../../../../fakes/operator-stack.ts";
import { createFakePayloadStore } from "../../../../fakes/payload-store.ts";
import { anEnvelope } from "../../../../fakes/records/envelope.ts";
import { aNewJob, aNote } from "../../../../fakes/records/job.ts";
import { createFakeWebhookSecrets } from "../../../../fakes/webhook-secrets.ts";
import { startWebhookServer } from "../../../../fakes/webhook-server.ts";

const secret = "the stack's webhook secret";
const by = ["--reason", "a rehearsal", "--actor", "ada"];
const captured = new URL("../../../../fixtures/captured/issue-comment-created.json", import.meta.url);
const queue = createFakeEnvelopeQueue();
let webhook: Awaited<ReturnType<typeof startWebhookServer>>;
let stack: OperatorStack;
let directory: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "cut-over-"));
  webhook = await startWebhookServer(
    createHandler({
      ...{ clock: Date.now, sha256, log: createFakeLog(), metrics: createFakeMetrics(), queue },
      ...{ origin: "unchecked", secrets: createFakeWebhookSecrets(secret) },
      ...{ deliveries: createFakeDeliveryStore(Date.now), payloads: createFakePayloadStore() },
    }),
  );
  stack = await startOperatorStack({
    github: { webhook_secret: secret },
    httpEndpoint: new URL(webhook.url).origin,
  });
});

afterAll(async () => {
  rmSync(directory, { recursive: true });
  await stack.stop();
  await webhook.stop();
});

function lines(name: string, ...entries: object[]): string {
  const file = join(directory, name);
  writeFileSync(file, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
  return file;
}

test("imports what another system has acted on as duplicates, and not what it only saw", async () => {
  const intents = createIntentTable(stack.ref("IdempotencyTable"));
  const { repo_id, event_type, pr_number, comment_id, intent_key } = anEnvelope();
  const seen = "1".repeat(64);
  const file = lines(
    "keys.jsonl",
    { repo_id, event_type, pr_number, comment_id, action: "created" },
    { intent_key: seen, acted: false },
  );

  const dry = await stack.run(["idempotency", "import", file, "--dry-run", ...by]);
  expect(dry.stdout).toBe("1 keys would be recorded.\n");
  const first = await stack.run(["idempotency", "import", file, ...by]);
  expect(first.stdout).toBe("1 recorded, 0 already known.\n");
  const again = await stack.run(["idempotency", "import", file, ...by]);
  expect(again.stdout).toBe("0 recorded, 1 already known.\n");

  expect(await intents.claim(intent_key, "delivery#300#a")).toEqual({
    ...{ kind: "dispatched", job_ids: [], owner: "import" },
  });
  expect(await intents.claim(seen, "delivery#300#b")).toMatchObject({ kind: "claimed" });
});

test("names an invalid line, and imports nothing", async () => {
  const file = lines("wrong.jsonl", { intent_key: "2".repeat(64) }, { comment_id: 5 });
  const { code, stderr } = await stack.run(["idempotency", "import", file, ...by]);
  expect(code).toBe(1);
  expect(stderr).toContain(`${file}:2: \`repo_id\` must be a number`);
  const intents = createIntentTable(stack.ref("IdempotencyTable"));
  expect(await intents.claim("2".repeat(64), "delivery#300#c")).toMatchObject({ kind: "claimed" });
});

test("mirrors captured webhooks with a new signature; a second time they are duplicates", async () => {
  const folder = join(directory, "captured");
  mkdirSync(folder);
  writeFileSync(join(folder, "one.json"), readFileSync(captured));

  const dry = await stack.run(["rollout", "mirror", folder, "--dry-run", ...by]);
  expect(dry.stdout).toBe("1 webhooks would be sent.\n");
  expect(queue.sent).toEqual([]);
  const first = await stack.run(["rollout", "mirror", folder, ...by]);
  expect(first.stdout).toBe("1 accepted, 0 already known, 0 with nothing to do.\n");
  expect(queue.sent).toHaveLength(1);
  const again = await stack.run(["rollout", "mirror", folder, ...by]);
  expect(again.stdout).toBe("0 accepted, 1 already known, 0 with nothing to do.\n");
});

test("compares the jobs with the old system's log, and exports them", async () => {
  const job = await stack.jobs.create(
    aNewJob({ job_id: "compared-summary", mode: "shadow", received_at: new Date().toISOString() }),
    aNote,
  );
  await stack.jobs.transition(job, "IGNORED", { ...aNote, reason: "shadow, would be authorised" });
  const run = {
    ...{ repo: job.repo, pr_number: job.pr_number, employee: job.employee, command: `/${job.command.name}` },
    ...{ received_at: job.received_at, answered_at: new Date().toISOString() },
  };
  const file = lines("legacy.jsonl", { ...run, comment_id: job.source.id }, { ...run, comment_id: 404 });
  const [markdown, html] = [join(directory, "report.md"), join(directory, "report.html")];

  const args = ["--legacy", file, "--since", "1h", "--until", new Date().toISOString()];
  const compared = await stack.run(["rollout", "compare", ...args, "--markdown", markdown, "--html", html]);
  expect(compared.code).toBe(0);
  expect(compared.stdout).toContain("1 of 2 commands had the same result, 50.0 %");
  expect(readFileSync(markdown, "utf8").trimEnd()).toBe(compared.stdout.trimEnd());
  expect(readFileSync(html, "utf8")).toContain("1 of 2 commands had the same result, 50.0 %");

  const exported = await stack.run(["idempotency", "export", "--since", "1h"]);
  expect(
    exported.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line)),
  ).toEqual([
    expect.objectContaining({ intent_key: job.intent_key, comment_id: job.source.id, acted: false }),
  ]);
});
