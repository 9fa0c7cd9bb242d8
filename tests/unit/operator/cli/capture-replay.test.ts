import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import { sha256 } from "../../../../adapters/runtime/sha256.ts";
import { createPayloadBucket } from "../../../../adapters/storage/payload-bucket.ts";
import { classifyWebhook } from "../../../../core/deliveries/classify-webhook.ts";
import type { Envelope } from "../../../../core/deliveries/envelope.ts";
import { createHandler } from "../../../../functions/receive-webhook/handler.ts";
import { readDelivery } from "../../../../operator/stack/deliveries/delivery-records.ts";
import { createOperationLog } from "../../../../operator/stack/operation-log.ts";
import { createFakeLog } from "../../../fakes/log.ts";
import { createFakeMetrics } from "../../../fakes/metrics.ts";
import { type OperatorStack, startOperatorStack } from "../../../fakes/operator-stack.ts";
import { aNewJob, aNote } from "../../../fakes/records/job.ts";
import { createFakeWebhookSecrets } from "../../../fakes/webhook-secrets.ts";
import { startWebhookServer } from "../../../fakes/webhook-server.ts";
import { signatureOf } from "../../../fakes/webhooks/signed-event.ts";
import { until } from "../../local/aws/until.ts";
import { payments, startTestGitHub, type TestGitHub } from "../../local/github/support.ts";
import { command } from "./command.ts";

const webhookSecret = "the-stack's-own-secret";
const why = ["--reason", "to see it again", "--actor", "ada"];
let directory: string;
let github: TestGitHub;
let stack: OperatorStack;
let endpoint: Awaited<ReturnType<typeof startWebhookServer>>;
let receive: ReturnType<typeof createHandler>;
let secrets: ReturnType<typeof createFakeWebhookSecrets>;
let file: string;
let count = 0;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "captured-"));
  endpoint = await startWebhookServer((event, context) => receive(event, context));
  github = await startTestGitHub({ webhookUrl: endpoint.url, webhookSecret });
  stack = await startOperatorStack({
    ...{ gitHubApiUrl: github.url, httpEndpoint: new URL(endpoint.url).origin },
    github: { app_id: github.appId, private_key: github.privateKey, webhook_secret: webhookSecret },
  });
  secrets = createFakeWebhookSecrets(webhookSecret);
  receive = createHandler({
    ...{ clock: Date.now, sha256, origin: "unchecked", secrets },
    ...{ log: createFakeLog(), metrics: createFakeMetrics() },
    ...{ deliveries: stack.deliveries, queue: stack.queue },
    payloads: createPayloadBucket(stack.ref("PayloadBucket")),
  });
});

afterAll(async () => {
  await Promise.all([stack.stop(), github.stop(), endpoint.stop()]);
  rmSync(directory, { recursive: true, force: true });
});

beforeEach(() => {
  count += 1;
  file = join(directory, `hook-${count}.json`);
});

/** Posts a comment and waits until its webhook is accepted. Returns the envelope. */
async function delivered(): Promise<Envelope> {
  await github.call("POST", `${payments}/issues/7/comments`, { body: "/summary" });
  await github.deliveries.idle();
  const delivery = github.deliveries.newestFirst()[0];
  const classified = classifyWebhook(
    {
      ...{ delivery_id: delivery?.guid ?? "", hook_id: String(github.hookId) },
      ...{ event_type: "issue_comment", payload: JSON.parse(delivery?.body ?? "") },
    },
    { sha256, clock: Date.now },
  );
  if (classified.kind !== "accepted") throw new Error("The webhook was not accepted");
  await until(() => timesDispatched(classified.envelope) === 1);
  return classified.envelope;
}

const timesDispatched = ({ delivery_id }: Envelope) =>
  stack.dispatched().filter((id) => id === delivery_id).length;
const readEvent = () => JSON.parse(readFileSync(file, "utf8")) as APIGatewayProxyEventV2;
const invoke = (event: APIGatewayProxyEventV2) =>
  receive(event as never, { awsRequestId: "r", getRemainingTimeInMillis: () => 8_000 } as Context);
const operations = () => createOperationLog(stack.ref("IdempotencyTable")).latest(1);

describe("capture", () => {
  test("saves a webhook for its owner only, as an event for receive-webhook", async () => {
    const { delivery_id } = await delivered();
    const { code, stdout, stderr } = await stack.run(["capture", delivery_id, "--out", file]);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^Saved ${file}: issue_comment, \\d+ bytes\\.\n$`));
    expect(stderr).toContain(`npx sls invoke --stage test -f receiveWebhook -p ${file}`);
    expect(statSync(file).mode & 0o777).toBe(0o600);

    const event = readEvent();
    expect(event.requestContext.apiId).toBe("replay");
    expect(event.headers).toMatchObject({
      ...{ "x-github-delivery": delivery_id, "x-github-event": "issue_comment" },
      ...{ "x-github-hook-id": String(github.hookId), "content-type": "application/json" },
    });
    expect(JSON.parse((await invoke(event)).body ?? "")).toEqual({ duplicate: true, delivery_id });
    expect(JSON.stringify(event) + stdout + stderr).not.toContain(webhookSecret);
  });

  test("signs it for a laptop with --for-laptop", async () => {
    const { delivery_id } = await delivered();
    const { stderr } = await command(["capture", delivery_id, "--out", file, "--for-laptop"]);
    expect(stderr).toContain(`npx sls invoke local --stage local -f receiveWebhook -p ${file}`);
    const { headers, body = "" } = readEvent();
    expect(headers["x-hub-signature-256"]).toBe(signatureOf(body, "local-webhook-secret"));
  });

  test("overwrites an existing file only with --force", async () => {
    const { delivery_id } = await delivered();
    writeFileSync(file, "precious");
    const { code, stderr } = await command(["capture", delivery_id, "--out", file]);
    expect(code).toBe(1);
    expect(stderr).toContain("cannot be written (EEXIST).\nChoose another file with --out, or use --force.");
    expect(readFileSync(file, "utf8")).toBe("precious");
    expect(await command(["capture", delivery_id, "--out", file, "--force"])).toMatchObject({ code: 0 });
    expect(readEvent().headers["x-github-delivery"]).toBe(delivery_id);
  });

  test("reports a delivery that GitHub does not have", async () => {
    const { code, stderr } = await command(["capture", "nothing", "--out", file]);
    expect(code).toBe(1);
    expect(stderr).toContain("GitHub's list has no delivery nothing.");
  });
});

describe("replay of a webhook", () => {
  /** Captures a webhook and gives it another GUID, as if from another stage. */
  async function captured(change: Record<string, string> = {}): Promise<string> {
    const { delivery_id } = await delivered();
    await command(["capture", delivery_id, "--out", file]);
    const event = readEvent();
    const guid = `replayed-${count}`;
    const headers = {
      ...event.headers,
      "x-github-delivery": guid,
      "x-hub-signature-256": "sha256=old",
      ...change,
    };
    writeFileSync(file, JSON.stringify({ ...event, headers }));
    return guid;
  }

  test("signs and sends it and records who did it and why; a second replay is a duplicate", async () => {
    const delivery_id = await captured();
    const { code, stdout, stderr } = await stack.run(["replay", file, ...why]);
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: `${delivery_id} was accepted.\n`,
      stderr: "",
    });
    await until(() => stack.dispatched().includes(delivery_id));
    const ids = { delivery_id, hook_id: String(github.hookId), source: file };
    const operation = { kind: "replay", actor: "operator:ada", reason: "to see it again" };
    expect(await operations()).toEqual([{ ...operation, at: expect.any(String), ids }]);

    const again = await command(["replay", file, ...why]);
    expect(again.stdout).toContain(`${delivery_id} was accepted before: a duplicate`);
    const record = await readDelivery(stack.ref("IdempotencyTable"), { delivery_id, hook_id: ids.hook_id });
    expect(record?.operations).toEqual([{ ...operation, at: expect.any(String) }]);
  });

  test("reports an unsupported event", async () => {
    await captured({ "x-github-event": "push" });
    expect(await command(["replay", file, ...why])).toMatchObject({
      ...{ code: 0, stdout: expect.stringContaining("there is nothing to do (unsupported_event)") },
    });
  });

  test("reports why it is refused, without the secret", async () => {
    await captured();
    const { source } = secrets;
    await secrets.refresh();
    secrets.source = ["another"];
    secrets.exhausted = false;
    await secrets.refresh();
    const { code, stdout, stderr } = await command(["replay", file, ...why]);
    secrets.source = source;
    secrets.exhausted = false;
    await secrets.refresh();
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/answered 401 \([a-z_]+\)\./);
    expect(stderr).not.toContain(webhookSecret);
  });

  test("reads it from a bucket", async () => {
    const delivery_id = await captured();
    const place = { Bucket: stack.ref("PayloadBucket"), Key: "kept/hook.json" };
    await new S3Client({}).send(new PutObjectCommand({ ...place, Body: readFileSync(file) }));
    const { stdout } = await command(["replay", `s3://${place.Bucket}/${place.Key}`, ...why]);
    expect(stdout).toBe(`${delivery_id} was accepted.\n`);
  });

  test("reads a payload that was too large for a message", async () => {
    const delivery_id = await captured();
    const event = readEvent();
    const payload = JSON.stringify({ ...JSON.parse(event.body ?? ""), padding: "x".repeat(300_000) });
    writeFileSync(file, JSON.stringify({ ...event, body: payload }));
    await command(["replay", file, ...why]);
    const hook_id = String(github.hookId);
    const key = `deliveries/${hook_id}/${delivery_id}-${sha256(payload)}.json`;
    expect(await command(["replay", `s3://${stack.ref("PayloadBucket")}/${key}`, ...why])).toMatchObject({
      ...{ code: 0, stdout: expect.stringContaining(`${delivery_id} was accepted before`) },
    });
    const Key = `deliveries/${hook_id}/forgotten-${sha256(payload)}.json`;
    const Bucket = stack.ref("PayloadBucket");
    await new S3Client({}).send(new PutObjectCommand({ Bucket, Key, Body: payload }));
    const { code, stderr } = await command(["replay", `s3://${Bucket}/${Key}`, ...why]);
    expect(code).toBe(1);
    expect(stderr).toContain("The record of the delivery forgotten no longer exists.");
  });

  test.each([
    ["a missing file", () => join(directory, "nothing.json"), /cannot be read/],
    ["another file", () => writeSomethingElse(), /is not a captured webhook/],
    ["a missing object", () => `s3://${stack.ref("PayloadBucket")}/nothing`, /There is no s3:/],
    ["a bucket without a key", () => "s3://somewhere", /is not the URL of an object/],
  ])("refuses %s", async (_what, where, said) => {
    const { code, stderr } = await command(["replay", where(), ...why]);
    expect(code).toBe(1);
    expect(stderr).toMatch(said);
  });

  function writeSomethingElse(): string {
    writeFileSync(file, '{"headers":{},"body":"hush"}');
    return file;
  }
});

describe("replay of a job", () => {
  const jobId = () => `${String.fromCharCode(96 + count).repeat(26)}-summary`;

  async function aJobOf({ delivery_id, hook_id, intent_key, received_at }: Envelope) {
    const came = { delivery_id, hook_id, intent_key, received_at };
    return stack.jobs.create(aNewJob({ job_id: jobId(), ...came }), aNote);
  }

  test("re-queues the envelope, unchanged", async () => {
    const envelope = await delivered();
    await aJobOf(envelope);
    const { code, stdout, stderr } = await stack.run(["replay", jobId(), ...why]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain(`Re-queued the delivery of ${jobId()}: message `);
    await until(() => timesDispatched(envelope) === 2);
    expect((await operations())[0]?.ids).toMatchObject({
      job_id: jobId(),
      delivery_id: envelope.delivery_id,
    });
  });

  test("refuses a finished job", async () => {
    const envelope = await delivered();
    const job = await aJobOf(envelope);
    await stack.jobs.transition(job, "CANCELLED", aNote);
    const { code, stderr } = await command(["replay", jobId(), ...why]);
    expect(code).toBe(1);
    expect(stderr).toContain("has already finished (CANCELLED): a replay would change nothing.");
    expect(stderr).toContain(`retry ${jobId()} --stage test`);
    expect(timesDispatched(envelope)).toBe(1);
  });

  test("uses the record of a delivery that has not reached the queue", async () => {
    const envelope = { ...(await delivered()), delivery_id: `left-behind-${count}` };
    await stack.deliveries.receive(envelope);
    await aJobOf(envelope);
    expect(await command(["replay", jobId(), ...why])).toMatchObject({ code: 0 });
    await until(() => timesDispatched(envelope) === 1);
  });

  test("reports a delivery that GitHub no longer has", async () => {
    await aJobOf({ ...(await delivered()), delivery_id: "long-ago" });
    const { code, stderr } = await command(["replay", jobId(), ...why]);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /GitHub no longer has the delivery long-ago\.\nGitHub keeps three days\. .*dlq list/,
    );
  });

  test("refuses GitHub's delivery if another webhook used its GUID", async () => {
    const envelope = await delivered();
    await aJobOf({ ...envelope, intent_key: "6".repeat(64) });
    const { code, stderr } = await command(["replay", jobId(), ...why]);
    expect(code).toBe(1);
    expect(stderr).toContain("is not the one that created the job");
    expect(timesDispatched(envelope)).toBe(1);
  });

  test("reports an unknown job", async () => {
    const { code, stderr } = await command(["replay", "missing-summary", ...why]);
    expect(code).toBe(1);
    expect(stderr).toContain("There is no job missing-summary");
  });
});
