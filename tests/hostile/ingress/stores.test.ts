import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createDeliveryTable } from "../../../adapters/dynamodb/delivery-table.ts";
import { createIntentTable } from "../../../adapters/dynamodb/intent-table.ts";
import { createJobTable } from "../../../adapters/dynamodb/job-table.ts";
import { createEnvelopeQueue } from "../../../adapters/queues/envelope-queue.ts";
import { createPayloadBucket } from "../../../adapters/storage/payload-bucket.ts";
import type { Envelope } from "../../../core/deliveries/envelope.ts";
import { processMessage } from "../../../functions/dispatch-event/dispatch-event.ts";
import { createDispatcherPorts } from "../../fakes/dispatcher.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../../fakes/embedded-aws.ts";
import { createWebhookEndpoint } from "../../fakes/webhook-endpoint.ts";
import { exampleComment } from "../../fakes/webhooks/examples.ts";
import { signedEvent } from "../../fakes/webhooks/signed-event.ts";
import { hostileBodies } from "./hostile-bodies.ts";
import { hostileComments } from "./hostile-comments.ts";
import { argumentValidators, roster } from "./process-messages.ts";

let embedded: EmbeddedAws;
let queue: SQSClient;

beforeAll(async () => {
  embedded = await startEmbeddedAws({});
  queue = new SQSClient({});
});

afterAll(async () => {
  queue.destroy();
  await embedded.stop();
});

function stores() {
  return {
    deliveries: createDeliveryTable(embedded.ref("IdempotencyTable")),
    payloads: createPayloadBucket(embedded.ref("PayloadBucket")),
    queue: createEnvelopeQueue(embedded.ref("EventQueue")),
  };
}

/** Receives the only message in the queue and deletes it. */
async function received(): Promise<string> {
  const QueueUrl = embedded.ref("EventQueue");
  const { Messages = [] } = await queue.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
  );
  expect(Messages).toHaveLength(1);
  const [{ Body = "", ReceiptHandle } = {}] = Messages;
  await queue.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  return Body;
}

let delivered = 0;

/** Sends a body through the endpoint, the queue and the dispatcher with their real stores; returns the status. */
async function through(body: string | Buffer): Promise<number> {
  delivered += 1;
  const delivery = `hostile-${delivered}`;
  const event = signedEvent("issue_comment", "created", { body, base64: true, delivery });
  const { status } = await createWebhookEndpoint(stores()).deliver(event);
  if (status !== 202) return status;

  const message = await received();
  const ports = {
    ...createDispatcherPorts(),
    ...stores(),
    intents: createIntentTable(embedded.ref("IdempotencyTable")),
    jobs: createJobTable(embedded.ref("JobTable")),
    roster,
    argumentValidators,
  };
  const outcome = await processMessage(message, ports);

  expect(["dispatched", "duplicate", "ignored"]).toContain(outcome.kind);
  const { hook_id, delivery_id } = JSON.parse(message) as Envelope;
  expect(await stores().deliveries.status({ hook_id, delivery_id })).toBe("PROCESSED");
  return status;
}

test.each(hostileBodies)(
  "%s: the tables, the queue and the bucket store it, or it is rejected",
  async (_what, body) => {
    expect([202, 400]).toContain(await through(body));
  },
);

test.each(hostileComments)("%s: the tables and the queue store it in a comment", async (_what, text) => {
  const payload = exampleComment(text);
  payload.comment = { ...payload.comment, id: 1_000_000 + delivered };
  expect(await through(JSON.stringify(payload))).toBe(202);
});
