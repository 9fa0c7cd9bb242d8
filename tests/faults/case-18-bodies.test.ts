import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from "@jest/globals";
import type { Context } from "aws-lambda";
import { createDeliveryTable } from "../../adapters/dynamodb/delivery-table.ts";
import { createEnvelopeQueue } from "../../adapters/queues/envelope-queue.ts";
import { createPayloadBucket } from "../../adapters/storage/payload-bucket.ts";
import type { Envelope } from "../../core/deliveries/envelope.ts";
import { createHandler as createDispatcher } from "../../functions/dispatch-event/handler.ts";
import { createDispatcherPorts } from "../fakes/dispatcher.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../fakes/embedded-aws.ts";
import { createFakeLog } from "../fakes/log.ts";
import { aBatch } from "../fakes/records/batch.ts";
import { createWebhookEndpoint } from "../fakes/webhook-endpoint.ts";
import { createFakeWebhookSecrets } from "../fakes/webhook-secrets.ts";
import { acceptedBodies, type Body, deepBodies, refusedBodies } from "../fakes/webhooks/hostile-bodies.ts";
import { type SignedEventOptions, signedEvent, webhookSecret } from "../fakes/webhooks/signed-event.ts";

/** Longer than the function may run: a slow machine must not fail the test. */
const patienceMs = 60_000;
const hook_id = "292430182";
let embedded: EmbeddedAws;
let endpoint: ReturnType<typeof createWebhookEndpoint>;
/** How often the webhook's secret was read. */
let secretReads: number;
let delivery_id = "";
let count = 0;

beforeAll(async () => {
  embedded = await startEmbeddedAws({});
});

beforeEach(() => {
  count += 1;
  delivery_id = `body-${count}`;
  secretReads = 0;
  async function read() {
    secretReads += 1;
    return [webhookSecret];
  }
  endpoint = createWebhookEndpoint({
    ...stores(),
    origin: createFakeWebhookSecrets("edge-secret"),
    secrets: { read, refresh: async () => null },
    queue: createEnvelopeQueue(embedded.ref("EventQueue")),
  });
});

afterEach(() => {
  jest.restoreAllMocks();
});

afterAll(() => embedded.stop());

const stores = () => ({
  deliveries: createDeliveryTable(embedded.ref("IdempotencyTable")),
  payloads: createPayloadBucket(embedded.ref("PayloadBucket")),
});

/** What the webhook answers to this request, with the headers that CloudFront adds. */
function deliver({ headers, ...options }: SignedEventOptions, originSecret?: string) {
  const given = {
    ...options,
    delivery: delivery_id,
    headers: { ...headers, "x-origin-secret": originSecret },
  };
  return endpoint.deliver(signedEvent("issue_comment", "created", given), patienceMs);
}

const throughEdge = (options: SignedEventOptions) => deliver(options, "edge-secret");

async function messages(): Promise<string[]> {
  const QueueUrl = embedded.ref("EventQueue");
  const { Messages = [] } = await new SQSClient({}).send(new ReceiveMessageCommand({ QueueUrl }));
  return Messages.map(({ Body = "" }) => Body);
}

async function expectNoTrace() {
  expect(await stores().deliveries.status({ hook_id, delivery_id })).toBeNull();
  expect(await messages()).toEqual([]);
}

/** Dispatches the only message of the queue. */
async function dispatch() {
  const bodies = await messages();
  const { payload_ref } = JSON.parse(bodies[0] ?? "") as Envelope;
  const log = createFakeLog();
  const ports = { ...createDispatcherPorts(), ...stores(), log, delayMessage: async () => {} };
  // GitHub has the comment of the webhook.
  ports.isWebhookPayload(
    payload_ref.kind === "inline" ? payload_ref.payload : await ports.payloads.get(payload_ref),
  );
  const context = { getRemainingTimeInMillis: () => patienceMs } as Context;
  expect(await createDispatcher(ports)(aBatch(bodies), context)).toEqual({ batchItemFailures: [] });
  expect(await ports.deliveries.status({ hook_id, delivery_id })).toBe("PROCESSED");
  return { kept: payload_ref.kind, texts: ports.jobs.all().map(({ command }) => command.text) };
}

describe("case 18: a signed body", () => {
  test.each(acceptedBodies)(
    "%s: accepted, and dispatched as it was sent",
    async (_what, body, text, kept) => {
      expect(await throughEdge(body())).toMatchObject({ status: 202 });
      expect(await dispatch()).toEqual({ kept, texts: [text] });
    },
  );

  test.each(deepBodies)("%s: accepted and dispatched, or 400", async (_what, body) => {
    const { status } = await throughEdge(body());
    if (status === 202) return expect((await dispatch()).texts).toEqual(["all"]);
    expect(status).toBe(400);
    await expectNoTrace();
  });

  test.each(refusedBodies)("%s: refused, without a trace", async (_what, body, status, code) => {
    expect(await throughEdge(body())).toMatchObject({ status, body: { error: { code } } });
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
    await expectNoTrace();
  });
});

const bodies = [...acceptedBodies, ...deepBodies, ...refusedBodies].map(([what, body]): Body => [what, body]);

/** Whether the body is parsed during this work. */
async function isParsed({ body = "" }: SignedEventOptions, work: () => Promise<unknown>): Promise<boolean> {
  const parse = jest.spyOn(JSON, "parse");
  await work();
  return parse.mock.calls.some(([text]) => text === body.toString());
}

describe("case 18: nothing is parsed before it is verified", () => {
  test.each(bodies)("%s, signed with another secret: refused unread", async (_what, body) => {
    const options = { ...body(), secret: "another" };
    const parsed = await isParsed(options, async () => {
      const { status } = await throughEdge(options);
      expect([401, 413]).toContain(status);
    });
    expect(parsed).toBe(false);
    await expectNoTrace();
  });

  test("a verified body is parsed (or the test above could not fail)", async () => {
    const options = { body: "[]" };
    expect(await isParsed(options, () => throughEdge(options))).toBe(true);
  });
});

test.each(bodies)("case 18: sent straight to the origin, %s: 403 for any body", async (_what, body) => {
  for (const guess of [undefined, "a-guess"]) {
    expect(await deliver(body(), guess)).toMatchObject({
      status: 403,
      body: { error: { code: "not_through_edge" } },
    });
  }
  expect(secretReads).toBe(0);
  await expectNoTrace();
});
