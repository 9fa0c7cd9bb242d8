import { PurgeQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createEnvelopeQueue, createIngressQueue } from "../../../../adapters/queues/envelope-queue.ts";
import { createMessageDelay } from "../../../../adapters/queues/message-delay.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../../../fakes/embedded-aws.ts";
import { anEnvelopeOf } from "../../../fakes/records/envelope.ts";

let embedded: EmbeddedAws;

beforeAll(async () => {
  embedded = await startEmbeddedAws({});
});

afterAll(() => embedded.stop());

test.each([
  ["envelope", createEnvelopeQueue],
  ["ingress", createIngressQueue],
])("an envelope arrives as it was sent, with any characters: %s queue", async (_name, open) => {
  const QueueUrl = embedded.ref("EventQueue");
  const envelope = anEnvelopeOf("/summary déjà 🎉 \ud83d \uffff \ufffe \u0000");

  const messageId = await open(QueueUrl).send(envelope);

  const { Messages = [] } = await new SQSClient({}).send(
    new ReceiveMessageCommand({ QueueUrl, MessageSystemAttributeNames: ["All"], WaitTimeSeconds: 2 }),
  );
  expect(Messages.map(({ MessageId }) => MessageId)).toEqual([messageId]);
  expect(JSON.parse(Messages[0]?.Body ?? "")).toEqual(envelope);
  await new SQSClient({}).send(new PurgeQueueCommand({ QueueUrl }));
});

test("GitHub's text of a payload arrives as it is, with any characters", async () => {
  const QueueUrl = embedded.ref("EventQueue");
  const envelope = anEnvelopeOf("");
  const json = '{ "n": 1e2, "same": 1, "same": 2, "body": "déjà 🎉 \\ud83d \uffff \ufffe" }';

  await createEnvelopeQueue(QueueUrl).send({ ...envelope, payload_ref: { kind: "text", json } });

  const { Messages = [] } = await new SQSClient({}).send(
    new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 2 }),
  );
  const [{ Body = "" } = {}] = Messages;
  expect(Body).toContain('"payload":{ "n": 1e2, "same": 1, "same": 2, "body": "déjà ');
  const payload: unknown = JSON.parse(json);
  expect(JSON.parse(Body)).toEqual({ ...envelope, payload_ref: { kind: "inline", payload } });
});

test("messages are grouped by the repository's ID, which is short for every name", async () => {
  const QueueUrl = embedded.ref("EventQueue");
  const inputs: unknown[] = [];
  const client = new SQSClient({});
  client.middlewareStack.add((next) => (args) => {
    inputs.push(args.input);
    return next(args);
  });
  await createEnvelopeQueue(QueueUrl, client).send(
    anEnvelopeOf("/summary", { repo: `octo/${"n".repeat(200)}` }),
  );
  expect(inputs).toEqual([expect.objectContaining({ QueueUrl, MessageGroupId: "77" })]);
});

test("an envelope of the largest inline size fits into a message", async () => {
  const queue = createEnvelopeQueue(embedded.ref("EventQueue"));
  for (const letter of ["x", "é", "🎉"]) {
    const body = letter.repeat((200 * 1024) / Buffer.byteLength(letter));
    expect(await queue.send(anEnvelopeOf(body))).not.toBe("");
  }
});

test("a missing queue throws a RetryableError without its URL", async () => {
  const url = embedded.ref("EventQueue").replace(/[^/]+$/, "no-such-queue");
  const error: unknown = await createEnvelopeQueue(url)
    .send(anEnvelopeOf("/summary my-secret"))
    .catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: "RetryableError", code: "queue_unavailable" });
  expect(String(error)).not.toMatch(/no-such-queue|my-secret/);
});

describe("a message that was received and not deleted", () => {
  test("is received again after the requested delay", async () => {
    const QueueUrl = embedded.ref("EventQueue");
    const client = new SQSClient({});
    await client.send(new PurgeQueueCommand({ QueueUrl }));
    const messageId = await createEnvelopeQueue(QueueUrl).send(anEnvelopeOf("/summary"));
    const receive = async () => {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }),
      );
      return Messages[0];
    };
    const first = await receive();
    await createMessageDelay(QueueUrl)(first?.ReceiptHandle ?? "", 0);
    expect((await receive())?.MessageId).toBe(messageId);
  });

  test("throws a RetryableError if its delay cannot be changed", async () => {
    const url = embedded.ref("EventQueue").replace(/[^/]+$/, "no-such-queue");
    await expect(createMessageDelay(url)("receipt", 5)).rejects.toMatchObject({ code: "queue_unavailable" });
  });
});
