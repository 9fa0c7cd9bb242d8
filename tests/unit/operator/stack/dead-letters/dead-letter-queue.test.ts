import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import {
  createDeadLetterBox,
  type DeadLetterBox,
  type Letter,
} from "../../../../../operator/stack/dead-letters/dead-letter-queue.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../../../../fakes/embedded-aws.ts";

let embedded: EmbeddedAws;
let box: DeadLetterBox;

beforeAll(async () => {
  embedded = await startEmbeddedAws({});
});

afterAll(() => embedded.stop());

const queueUrl = () => embedded.ref("EventDeadLetterQueue");

beforeEach(async () => {
  box = createDeadLetterBox(queueUrl());
  for await (const letter of box.letters()) await box.remove(letter);
});

async function put(count: number): Promise<string[]> {
  const client = new SQSClient({});
  const bodies = Array.from({ length: count }, (_, n) => `letter ${n}`);
  for (const MessageBody of bodies) {
    await client.send(new SendMessageCommand({ QueueUrl: queueUrl(), MessageBody }));
  }
  return bodies;
}

async function all(): Promise<Letter[]> {
  const found: Letter[] = [];
  for await (const letter of box.letters()) found.push(letter);
  return found;
}

const bodiesOf = (letters: Letter[]) => letters.map(({ body }) => body).toSorted();

test("each letter comes once, with its times, and is given back at the end", async () => {
  const bodies = await put(23);
  expect(await box.count()).toEqual({ letters: 23, hidden: 0 });
  const found = await all();
  expect(bodiesOf(found)).toEqual(bodies.toSorted());
  const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/);
  expect(found[0]).toMatchObject({
    sent_at: time,
    first_received_at: time,
    receive_count: 1,
    group_id: null,
  });
  expect(await box.count()).toEqual({ letters: 23, hidden: 0 });
  const again = await all();
  expect(again).toHaveLength(23);
  expect(again[0]?.receive_count).toBe(2);
});

test("nobody else sees one that is being looked at", async () => {
  await put(3);
  const letters = box.letters();
  await letters.next();
  const other = createDeadLetterBox(queueUrl());
  expect(await other.count()).toEqual({ letters: 0, hidden: 3 });
  for await (const letter of other.letters()) throw new Error(`seen: ${letter.body}`);
  await letters.return(undefined);
  expect(await other.count()).toEqual({ letters: 3, hidden: 0 });
});

test("what was removed is gone, what was not is there again, though nobody looked to the end", async () => {
  await put(12);
  for await (const letter of box.letters()) {
    await box.remove(letter);
    break;
  }
  expect(await box.count()).toEqual({ letters: 11, hidden: 0 });
});

test("an error in the middle gives them back too", async () => {
  await put(2);
  async function fail() {
    for await (const { body } of box.letters()) throw new Error(`cannot use ${body}`);
  }
  await expect(fail()).rejects.toThrow("cannot use");
  expect(await box.count()).toEqual({ letters: 2, hidden: 0 });
});

test("letters that come around again and again are an end", async () => {
  const send = async () => ({ Messages: [{ MessageId: "m", Body: "b", ReceiptHandle: "r" }] });
  const circling = createDeadLetterBox(queueUrl(), { send } as unknown as SQSClient);
  const found: Letter[] = [];
  for await (const letter of circling.letters()) found.push(letter);
  expect(found).toHaveLength(1);
});
