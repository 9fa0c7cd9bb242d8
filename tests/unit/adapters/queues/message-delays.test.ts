import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createMessageDelays } from "../../../../adapters/queues/message-delay.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../../../fakes/embedded-aws.ts";
import { anEnvelopeOf } from "../../../fakes/records/envelope.ts";

let embedded: EmbeddedAws;

beforeAll(async () => {
  embedded = await startEmbeddedAws({});
});

afterAll(() => embedded.stop());

async function waiting(QueueUrl: string) {
  const { Attributes } = await new SQSClient({}).send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }),
  );
  return {
    visible: Attributes?.ApproximateNumberOfMessages,
    delayed: Attributes?.ApproximateNumberOfMessagesDelayed,
  };
}

test("a postponed envelope is in the queue but hidden until its time", async () => {
  const QueueUrl = embedded.ref("EventQueue");
  await createMessageDelays(QueueUrl).postpone(anEnvelopeOf("/summary"), 900);
  expect(await waiting(QueueUrl)).toEqual({ visible: "0", delayed: "1" });
});

test("a queue that refuses it throws", async () => {
  const { postpone } = createMessageDelays(embedded.ref("EventQueue").replace(/[^/]+$/, "no-such-queue"));
  await expect(postpone(anEnvelopeOf("/summary"), 900)).rejects.toMatchObject({ code: "queue_unavailable" });
});
