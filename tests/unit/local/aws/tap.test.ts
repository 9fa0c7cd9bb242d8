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
  functionName: "tapped",
  functionArn: "arn:aws:lambda:eu-central-1:000000000000:function:tapped",
  maximum: 4,
  renew() {},
  instances: () => [],
  stop: async () => {},
  async invoke() {
    events.push("invoked");
    return { requestId: "", payload: "null", failed: false };
  },
};

/** The function gets a message; that is what happened until then. */
async function deliver(body: string, tap: (bodies: string[]) => Promise<void>): Promise<string[]> {
  const queueUrl = embedded.ref("EventQueue");
  await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body }));
  const place = { queueUrl, queueArn: "arn:events", region: "eu-central-1" };
  const source = { queue: queueUrl, batchSize: 10, reportBatchItemFailures: true };
  poller = pollQueue({ ...place, client, source, pool, tap, log: (line) => log.push(line) });
  await until(() => events.includes("invoked"));
  return events;
}

test("the tap sees a message, to the end, before the function does", async () => {
  const happened = await deliver("hello", async (bodies) => {
    events.push(`sees ${bodies}`);
    await new Promise((resolve) => setImmediate(resolve));
    events.push("has seen");
  });
  expect(happened).toEqual(["sees hello", "has seen", "invoked"]);
});

test("a tap that fails holds nothing up, and is told", async () => {
  expect(await deliver("hello", () => Promise.reject(new Error("nobody looks")))).toEqual(["invoked"]);
  expect(log).toEqual(["tapped: not shown: Error: nobody looks"]);
});
