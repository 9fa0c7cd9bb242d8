import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { Context } from "aws-lambda";
import { createDeliveryTable } from "../../adapters/dynamodb/delivery-table.ts";
import { documentClient } from "../../adapters/dynamodb/document-client.ts";
import { createEnvelopeQueue } from "../../adapters/queues/envelope-queue.ts";
import type { Envelope } from "../../core/deliveries/envelope.ts";
import { processMessage } from "../../functions/dispatch-event/dispatch-event.ts";
import { createHandler } from "../../functions/sweep-deliveries/handler.ts";
import { createTestClock, type TestClock } from "../fakes/clock.ts";
import { type CrashPlan, crashingPorts } from "../fakes/crash.ts";
import { createDispatcherPorts } from "../fakes/dispatcher.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../fakes/embedded-aws.ts";
import { createSweeperPorts } from "../fakes/sweeper.ts";
import { createWebhookEndpoint } from "../fakes/webhook-endpoint.ts";
import { exampleComment } from "../fakes/webhooks/examples.ts";
import { signedEvent } from "../fakes/webhooks/signed-event.ts";

const second = 1_000;
const hook_id = "292430182";
let embedded: EmbeddedAws;
let clock: TestClock;
let count = 0;
let delivery = "";

beforeAll(async () => {
  embedded = await startEmbeddedAws({});
});

afterAll(() => embedded.stop());

beforeEach(() => {
  count += 1;
  clock = createTestClock();
  delivery = `crashed-${count}`;
});

const deliveries = () => createDeliveryTable(embedded.ref("IdempotencyTable"), documentClient(), clock);
const queue = () => createEnvelopeQueue(embedded.ref("EventQueue"));
const comment = () =>
  signedEvent("issue_comment", "created", { payload: exampleComment("/summary"), delivery });

/** Sends a request to the webhook, on real tables and queues; a crash may interrupt it. */
function deliver(plan: CrashPlan = { at: 0, when: "before" }, names: ("queue" | "deliveries")[] = ["queue"]) {
  const { ports } = crashingPorts({ clock, deliveries: deliveries(), queue: queue() }, names, plan);
  return createWebhookEndpoint(ports).deliver(comment());
}

/** Receives all messages and deletes them from the queue. */
async function takeMessages(): Promise<Envelope[]> {
  const client = new SQSClient({});
  const found: Envelope[] = [];
  for (;;) {
    const QueueUrl = embedded.ref("EventQueue");
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
    );
    if (Messages.length === 0) return found;
    found.push(...Messages.map(({ Body = "" }) => JSON.parse(Body) as Envelope));
  }
}

/** Runs the sweeper on its schedule; returns the seconds after which it sent messages. */
async function sweepEveryMinute(runs: number): Promise<number[]> {
  const sentAt: number[] = [];
  const { send } = queue();
  const ports = { ...createSweeperPorts(), clock, deliveries: deliveries() };
  const sweep = createHandler({
    ...ports,
    pause: async (milliseconds) => clock.advance(milliseconds),
    queue: {
      send(envelope) {
        sentAt.push(clock());
        return send(envelope);
      },
    },
  });
  for (let run = 0; run < runs; run += 1) {
    const began = clock();
    await sweep({}, { getRemainingTimeInMillis: () => 50 * second } as Context);
    clock.advance(60 * second - (clock() - began));
  }
  return sentAt;
}

describe("case 1: a crash after the marker, before the enqueue", () => {
  const crash: CrashPlan = { at: 1, when: "before" };

  test.each([0, 10, 29, 31, 45, 59])(
    "%i seconds before the sweeper runs: it enqueues within a minute",
    async (seconds) => {
      const crashedAt = clock();
      expect((await deliver(crash)).status).toBe(500);
      expect(await deliveries().status({ hook_id, delivery_id: delivery })).toBe("RECEIVED");
      clock.advance(seconds * second);

      const sentAt = await sweepEveryMinute(3);

      expect(sentAt.map((at) => at - crashedAt)).toEqual([expect.any(Number)]);
      expect((sentAt[0] ?? 0) - crashedAt).toBeLessThanOrEqual(60 * second);
      expect((await takeMessages()).map(({ delivery_id }) => delivery_id)).toEqual([delivery]);
      expect(await deliveries().status({ hook_id, delivery_id: delivery })).toBe("ENQUEUED");
    },
  );

  test("a redelivery before the sweep is not a duplicate: it is sent", async () => {
    await deliver(crash);
    expect((await deliver()).status).toBe(202);
    expect(await takeMessages()).toHaveLength(1);
    expect(await sweepEveryMinute(2)).toEqual([]);
  });

  test("a redelivery after the sweep is a duplicate of the message that was sent", async () => {
    await deliver(crash);
    clock.advance(31 * second);
    await sweepEveryMinute(1);
    expect(await takeMessages()).toHaveLength(1);
    expect(await deliver()).toMatchObject({ status: 200, body: { duplicate: true } });
    expect(await takeMessages()).toEqual([]);
  });

  test("a redelivery that also crashes makes no difference", async () => {
    await deliver(crash);
    await deliver(crash);
    clock.advance(31 * second);
    expect(await sweepEveryMinute(2)).toHaveLength(1);
    expect(await takeMessages()).toHaveLength(1);
  });

  test("two concurrent sweepers send at most two messages, which start one job", async () => {
    await deliver(crash);
    clock.advance(31 * second);
    await Promise.all([sweepEveryMinute(1), sweepEveryMinute(1)]);
    await expectOneJob(await takeMessages(), [1, 2]);
  });
});

describe("case 2: a crash after SendMessage, before the response", () => {
  test("the sweeper sends it a second time: two messages, one job", async () => {
    // The first call records the delivery, the second marks it as enqueued.
    expect((await deliver({ at: 2, when: "before" }, ["deliveries"])).status).toBe(500);
    clock.advance(31 * second);
    await sweepEveryMinute(2);
    await expectOneJob(await takeMessages(), [2]);
  });
});

async function expectOneJob(envelopes: Envelope[], lengths: number[]) {
  expect(lengths).toContain(envelopes.length);
  const ports = createDispatcherPorts();
  ports.reader.repository.permissions[String(envelopes[0]?.sender.login)] = "write";
  for (const envelope of envelopes) await processMessage(JSON.stringify(envelope), ports);
  expect(ports.jobs.all()).toHaveLength(1);
  expect(ports.workflow.executions.size).toBe(1);
}
