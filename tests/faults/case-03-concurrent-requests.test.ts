import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Context, SQSBatchResponse } from "aws-lambda";
import { createDeliveryTable } from "../../adapters/dynamodb/delivery-table.ts";
import { createIntentTable } from "../../adapters/dynamodb/intent-table.ts";
import { createJobIndex } from "../../adapters/dynamodb/job-index.ts";
import { createJobTable } from "../../adapters/dynamodb/job-table.ts";
import { createEnvelopeQueue } from "../../adapters/queues/envelope-queue.ts";
import { jobStates } from "../../core/jobs/job-state.ts";
import { createHandler as createDispatcher } from "../../functions/dispatch-event/handler.ts";
import { createDispatcherPorts } from "../fakes/dispatcher.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../fakes/embedded-aws.ts";
import { createFakeLog } from "../fakes/log.ts";
import { aBatch } from "../fakes/records/batch.ts";
import { createWebhookEndpoint } from "../fakes/webhook-endpoint.ts";
import { exampleComment } from "../fakes/webhooks/examples.ts";
import { signedEvent } from "../fakes/webhooks/signed-event.ts";

/** Longer than the function and its clients wait: a slow machine must not fail the test. */
const patienceMs = 60_000;
const client = { maxAttempts: 1, requestHandler: { requestTimeout: patienceMs } };
const marshalling = { marshallOptions: { removeUndefinedValues: true } };
const requests = 100;
const id = { hook_id: "292430182", delivery_id: "one-guid" };
let embedded: EmbeddedAws;

beforeAll(async () => {
  embedded = await startEmbeddedAws({});
});

afterAll(() => embedded.stop());

const database = () => DynamoDBDocumentClient.from(new DynamoDBClient(client), marshalling);
const deliveries = () => createDeliveryTable(embedded.ref("IdempotencyTable"), database());
const event = () =>
  signedEvent("issue_comment", "created", {
    payload: exampleComment("/summary"),
    delivery: id.delivery_id,
  });

/** Receives all messages and deletes them from the queue. */
async function takeMessages(): Promise<string[]> {
  const client = new SQSClient({});
  const QueueUrl = embedded.ref("EventQueue");
  const found: string[] = [];
  for (;;) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
    );
    if (Messages.length === 0) return found;
    found.push(...Messages.map(({ Body = "" }) => Body));
  }
}

/** Returns the IDs of all jobs. */
async function allJobIds(): Promise<string[]> {
  const index = createJobIndex(embedded.ref("JobTable"));
  const before = new Date(Date.now() + 1_000).toISOString();
  const found = await Promise.all(jobStates.map((state) => index.inState(state, { before }, 100)));
  return found.flat().map(({ job_id }) => job_id);
}

/** Runs concurrent dispatchers with ten messages each; repeats failed messages until all succeed. */
async function dispatchAll(bodies: string[]) {
  const ports = createDispatcherPorts();
  ports.reader.repository.permissions.Codertocat = "write";
  const jobs = createJobTable(embedded.ref("JobTable"), database());
  const intents = createIntentTable(embedded.ref("IdempotencyTable"), database());
  const log = createFakeLog();
  const dispatch = async (batch: string[]): Promise<string[]> => {
    const delayMessage = async () => {};
    const handler = createDispatcher({
      ...ports,
      log,
      delayMessage,
      jobs,
      intents,
      deliveries: deliveries(),
    });
    const answer = await handler(aBatch(batch), { getRemainingTimeInMillis: () => patienceMs } as Context);
    const failed = (answer as SQSBatchResponse).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    return batch.filter((_body, index) => failed.includes(`m-${index}`));
  };
  let left = bodies;
  while (left.length > 0) {
    const batches = Array.from({ length: Math.ceil(left.length / 10) }, (_, n) =>
      left.slice(n * 10, n * 10 + 10),
    );
    left = (await Promise.all(batches.map(dispatch))).flat();
  }
  return { ...ports, jobs };
}

test("case 3: 100 concurrent requests with one GUID: one job, no 5xx", async () => {
  const endpoint = createWebhookEndpoint({
    clock: Date.now,
    deliveries: deliveries(),
    queue: createEnvelopeQueue(embedded.ref("EventQueue"), new SQSClient(client)),
  });

  const answers = await Promise.all(
    Array.from({ length: requests }, () => endpoint.deliver(event(), patienceMs)),
  );

  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status !== 200 && status !== 202)).toEqual([]);
  expect(statuses).toContain(202);
  expect(await deliveries().status(id)).toBe("ENQUEUED");
  const bodies = await takeMessages();
  expect(bodies.length).toBe(statuses.filter((status) => status === 202).length);

  const { jobs, workflow } = await dispatchAll(bodies);

  const [name = "", ...more] = workflow.executions.keys();
  expect(more).toEqual([]);
  const job = await jobs.read(name.replace(/-r1$/, ""));
  expect(await allJobIds()).toEqual([job?.job_id]);
  expect(job).toMatchObject({ state: "DISPATCHED", attempt: 1, delivery_id: id.delivery_id });
  expect((await jobs.events(job?.job_id ?? "")).map(({ to }) => to)).toEqual([
    "RECEIVED",
    "VALIDATED",
    "DISPATCHED",
  ]);
  expect(await deliveries().status(id)).toBe("PROCESSED");
  expect(await endpoint.deliver(event())).toMatchObject({ status: 200, body: { duplicate: true } });
  expect(await takeMessages()).toEqual([]);
}, 120_000);
