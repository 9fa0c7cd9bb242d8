import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import {
  createDeadLetterQueue,
  type DeadLetter,
  type DeadLetterQueue,
} from "../../../../../operator/stack/dead-letters/dead-letter-queue.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../../../../fakes/embedded-aws.ts";

let embedded: EmbeddedAws;
let queue: DeadLetterQueue;

beforeAll(async () => {
  embedded = await startEmbeddedAws({});
});

afterAll(() => embedded.stop());

const queueUrl = () => embedded.ref("EventDeadLetterQueue");

beforeEach(async () => {
  queue = createDeadLetterQueue(queueUrl());
  for await (const message of queue.messages()) await queue.remove(message);
});

async function put(count: number): Promise<string[]> {
  const client = new SQSClient({});
  const bodies = Array.from({ length: count }, (_, n) => `message ${n}`);
  for (const MessageBody of bodies) {
    await client.send(new SendMessageCommand({ QueueUrl: queueUrl(), MessageBody }));
  }
  return bodies;
}

async function all(): Promise<DeadLetter[]> {
  const found: DeadLetter[] = [];
  for await (const message of queue.messages()) found.push(message);
  return found;
}

const bodiesOf = (messages: DeadLetter[]) => messages.map(({ body }) => body).toSorted();

test("yields each message once, with its times, and makes it visible again at the end", async () => {
  const bodies = await put(23);
  expect(await queue.count()).toEqual({ visible: 23, hidden: 0 });
  const found = await all();
  expect(bodiesOf(found)).toEqual(bodies.toSorted());
  const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/);
  expect(found[0]).toMatchObject({
    sent_at: time,
    first_received_at: time,
    receive_count: 1,
    group_id: null,
  });
  expect(await queue.count()).toEqual({ visible: 23, hidden: 0 });
  const again = await all();
  expect(again).toHaveLength(23);
  expect(again[0]?.receive_count).toBe(2);
});

test("hides a message from other readers while it is read", async () => {
  await put(3);
  const messages = queue.messages();
  await messages.next();
  const other = createDeadLetterQueue(queueUrl());
  expect(await other.count()).toEqual({ visible: 0, hidden: 3 });
  for await (const message of other.messages()) throw new Error(`seen: ${message.body}`);
  await messages.return(undefined);
  expect(await other.count()).toEqual({ visible: 3, hidden: 0 });
});

test("removed messages are gone and the others visible again, even if the reader stops early", async () => {
  await put(12);
  for await (const message of queue.messages()) {
    await queue.remove(message);
    break;
  }
  expect(await queue.count()).toEqual({ visible: 11, hidden: 0 });
});

test("an error makes the messages visible again", async () => {
  await put(2);
  async function fail() {
    for await (const { body } of queue.messages()) throw new Error(`cannot use ${body}`);
  }
  await expect(fail()).rejects.toThrow("cannot use");
  expect(await queue.count()).toEqual({ visible: 2, hidden: 0 });
});

test("ends if the same messages are received again and again", async () => {
  const send = async () => ({ Messages: [{ MessageId: "m", Body: "b", ReceiptHandle: "r" }] });
  const circling = createDeadLetterQueue(queueUrl(), { send } as unknown as SQSClient);
  const found: DeadLetter[] = [];
  for await (const message of circling.messages()) found.push(message);
  expect(found).toHaveLength(1);
});
