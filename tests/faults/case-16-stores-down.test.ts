import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { DeleteCommand, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { Context } from "aws-lambda";
import { createDeliveryTable } from "../../adapters/dynamodb/delivery-table.ts";
import { documentClient } from "../../adapters/dynamodb/document-client.ts";
import { createRedeliveryTable } from "../../adapters/dynamodb/redelivery-table.ts";
import { createGitHubClient } from "../../adapters/github/client.ts";
import { createHookDeliveries } from "../../adapters/github/hook-deliveries.ts";
import { createEnvelopeQueue } from "../../adapters/queues/envelope-queue.ts";
import { shortTimeouts } from "../../adapters/runtime/aws-client.ts";
import { sha256 } from "../../adapters/runtime/sha256.ts";
import type { Envelope } from "../../core/deliveries/envelope.ts";
import { createHandler as createWebhook } from "../../functions/receive-webhook/handler.ts";
import { createHandler as createSweeper } from "../../functions/sweep-deliveries/handler.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../fakes/embedded-aws.ts";
import { createFakeLog } from "../fakes/log.ts";
import { createFakeMetrics } from "../fakes/metrics.ts";
import { type Outage, type ServiceState, startOutage } from "../fakes/outage.ts";
import { createFakePayloadStore } from "../fakes/payload-store.ts";
import { createSweeperPorts } from "../fakes/sweeper.ts";
import { createFakeWebhookSecrets } from "../fakes/webhook-secrets.ts";
import { startWebhookServer } from "../fakes/webhook-server.ts";
import { payments, startTestGitHub, type TestGitHub } from "../unit/local/github/support.ts";

let embedded: EmbeddedAws;
let github: TestGitHub;
let webhook: Awaited<ReturnType<typeof startWebhookServer>>;
let outages: { table: Outage; queue: Outage };
/** Milliseconds that the sweeper's clock is ahead. */
let ahead = 0;
const clock = () => Date.now() + ahead;

beforeAll(async () => {
  embedded = await startEmbeddedAws({});
  const { AWS_ENDPOINT_URL_DYNAMODB = "", AWS_ENDPOINT_URL_SQS = "" } = embedded.aws.environment;
  outages = {
    table: await startOutage(AWS_ENDPOINT_URL_DYNAMODB),
    queue: await startOutage(AWS_ENDPOINT_URL_SQS),
  };
  webhook = await startWebhookServer(
    createWebhook({
      clock: Date.now,
      sha256,
      log: createFakeLog(),
      metrics: createFakeMetrics(),
      origin: "unchecked",
      secrets: createFakeWebhookSecrets("a-secret"),
      payloads: createFakePayloadStore(),
      ...stores(),
    }),
  );
  github = await startTestGitHub({ webhookUrl: () => webhook.url });
});

beforeEach(async () => {
  // The sweeper of each test reads GitHub's list from the beginning, at the real time.
  ahead = 0;
  const Key = { pk: "redelivery#app" };
  await documentClient().send(new DeleteCommand({ TableName: embedded.ref("IdempotencyTable"), Key }));
});

afterEach(() => {
  outages.table.state = "up";
  outages.queue.state = "up";
});

afterAll(async () => {
  await github.stop();
  await webhook.stop();
  await outages.table.stop();
  await outages.queue.stop();
  await embedded.stop();
});

/** The table and the queue behind a proxy that can fail, with the webhook's timeouts. */
function stores() {
  const region = "eu-central-1";
  const client = new DynamoDBClient({ ...shortTimeouts, region, endpoint: outages.table.url });
  const document = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  const table = embedded.ref("IdempotencyTable");
  return {
    deliveries: createDeliveryTable(table, document),
    redeliveries: createRedeliveryTable(table, document, clock),
    queue: createEnvelopeQueue(
      embedded.ref("EventQueue"),
      new SQSClient({ ...shortTimeouts, region, endpoint: outages.queue.url }),
    ),
  };
}

/** A user posts comments while the stores are in this state; returns the GUIDs. */
async function comment(times: number): Promise<string[]> {
  const before = new Set(github.deliveries.newestFirst().map(({ id }) => id));
  for (let n = 0; n < times; n += 1) {
    await github.call("POST", `${payments}/issues/7/comments`, { body: `/summary ${n}` });
  }
  await github.deliveries.idle();
  const fresh = github.deliveries.newestFirst().filter(({ id }) => !before.has(id));
  for (const { durationSeconds, statusCode } of fresh) {
    expect(statusCode).toBeGreaterThanOrEqual(500);
    expect(durationSeconds).toBeLessThan(9);
  }
  return fresh.map(({ guid }) => guid).toSorted();
}

/** Receives all messages of the queue and deletes them; returns their GUIDs. */
async function queued(): Promise<string[]> {
  const client = new SQSClient({});
  const QueueUrl = embedded.ref("EventQueue");
  const guids: string[] = [];
  for (;;) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
    );
    if (Messages.length === 0) return guids.toSorted();
    guids.push(...Messages.map(({ Body = "" }) => (JSON.parse(Body) as Envelope).delivery_id));
  }
}

/** Runs the sweeper that many minutes later, and waits until GitHub has redelivered. */
async function sweepLater(minutes: number) {
  ahead += minutes * 60_000;
  const credentials = async () => ({ app_id: github.appId, private_key: github.privateKey });
  const client = createGitHubClient({ apiUrl: github.url, credentials, permissions: {} });
  const hooks = [createHookDeliveries(client, { kind: "app" })];
  const sweep = createSweeper({ ...createSweeperPorts(), ...stores(), clock, hooks });
  const report = await sweep({}, { getRemainingTimeInMillis: () => 50_000 } as Context);
  await github.deliveries.idle();
  return report;
}

const states: ServiceState[] = ["refuses", "hangs"];

describe("case 16: DynamoDB is down at ingress", () => {
  test.each(states)(
    "it %s: 5xx in time, nothing accepted, and GitHub redelivers everything later",
    async (state) => {
      outages.table.state = state;
      const guids = await comment(3);
      outages.table.state = "up";
      expect(guids).toHaveLength(3);
      for (const delivery_id of guids) {
        const id = { hook_id: String(github.hookId), delivery_id };
        expect(await stores().deliveries.status(id)).toBeNull();
      }
      expect(await queued()).toEqual([]);

      expect(await sweepLater(6)).toEqual({ repaired: { redelivery_asked: 3 }, failed: [] });

      expect(await queued()).toEqual(guids);
      const delivered = github.deliveries.newestFirst().filter(({ ok }) => ok);
      expect(delivered.map(({ guid }) => guid)).toEqual(expect.arrayContaining(guids));
      expect(await sweepLater(6)).toEqual({ repaired: {}, failed: [] });
    },
  );
});

describe("case 16: SQS is down at ingress", () => {
  test.each(states)("it %s: 5xx in time, and the sweeper sends everything later", async (state) => {
    outages.queue.state = state;
    const guids = await comment(3);
    // SQS is still down: the sweeper reports that and changes nothing.
    expect(await sweepLater(6)).toEqual({ repaired: {}, failed: ["deliveries"] });
    outages.queue.state = "up";
    expect(await queued()).toEqual([]);

    expect(await sweepLater(6)).toEqual({ repaired: { resent: 3 }, failed: [] });

    expect(await queued()).toEqual(guids);
    // GitHub got 503 and did not have to redeliver: the events are accepted here.
    expect(
      github.deliveries.newestFirst().filter(({ guid, redelivery }) => redelivery && guids.includes(guid)),
    ).toEqual([]);
    expect(await sweepLater(6)).toEqual({ repaired: {}, failed: [] });
  });
});

describe("case 16: a lasting outage", () => {
  test("a redelivery that fails is requested again until it is accepted", async () => {
    outages.table.state = "refuses";
    const guids = await comment(2);
    outages.table.state = "up";
    outages.queue.state = "refuses";
    // Accepted now, and not enqueued: the table has it, GitHub got 503 again.
    expect(await sweepLater(6)).toMatchObject({ repaired: { redelivery_asked: 2 } });
    expect(await queued()).toEqual([]);
    outages.queue.state = "up";
    await sweepLater(1);
    expect(await queued()).toEqual(guids);
  });
});
