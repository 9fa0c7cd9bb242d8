import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { type Poller, pollQueue } from "../../../../local/aws/events/poll-queue.ts";
import type { Pool } from "../../../../local/aws/lambda/pool.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../../../fakes/embedded-aws.ts";
import { until } from "./until.ts";

let embedded: EmbeddedAws;
let client: SQSClient;
let poller: Poller | null = null;
/** What has happened, in order. */
let events: string[];
let log: string[];

beforeAll(async () => {
  embedded = await startEmbeddedAws({});
  client = new SQSClient({});
});

beforeEach(() => {
  events = [];
  log = [];
});

afterEach(async () => poller?.finish());

afterAll(async () => {
  client.destroy();
  await embedded.stop();
});

const pool: Pool = {
  functionName: "listened",
  functionArn: "arn:aws:lambda:eu-central-1:000000000000:function:listened",
  maximum: 4,
  reload() {},
  instances: () => [],
  stop: async () => {},
  async invoke() {
    events.push("invoked");
    return { requestId: "", payload: "null", failed: false };
  },
};

/** Sends a message and returns what has happened until the function runs. */
async function deliver(body: string, onBatch: (bodies: string[]) => Promise<void>): Promise<string[]> {
  const queueUrl = embedded.ref("EventQueue");
  await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body }));
  const queue = { queueUrl, queueArn: "arn:events", region: "eu-central-1" };
  const source = { queue: queueUrl, batchSize: 10, reportBatchItemFailures: true };
  poller = pollQueue({ ...queue, client, source, pool, onBatch, log: (line) => log.push(line) });
  await until(() => events.includes("invoked"));
  return events;
}

test("the function runs after onBatch has finished", async () => {
  const order = await deliver("hello", async (bodies) => {
    events.push(`onBatch ${bodies}`);
    await new Promise((resolve) => setImmediate(resolve));
    events.push("onBatch done");
  });
  expect(order).toEqual(["onBatch hello", "onBatch done", "invoked"]);
});

test("logs a failing onBatch and runs the function", async () => {
  expect(await deliver("hello", () => Promise.reject(new Error("no listener")))).toEqual(["invoked"]);
  expect(log).toEqual(["listened: onBatch failed: Error: no listener"]);
});
