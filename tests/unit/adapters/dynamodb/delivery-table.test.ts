import { type DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createDeliveryTable } from "../../../../adapters/dynamodb/delivery-table.ts";
import { documentClient } from "../../../../adapters/dynamodb/document-client.ts";
import { quickClient } from "../../../../adapters/runtime/quick-client.ts";
import { RetryableError } from "../../../../core/errors.ts";
import { clientAnswering, clientFailing } from "../../../fakes/aws-client.ts";
import { createTestClock } from "../../../fakes/clock.ts";
import { acceptedDeliveriesContract } from "../../../fakes/contracts/accepted-deliveries.ts";
import { deliveryStoreContract } from "../../../fakes/contracts/delivery-store.ts";
import { createFakeDeliveryStore } from "../../../fakes/delivery-store.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../../../fakes/embedded-aws.ts";
import { anEnvelope } from "../../../fakes/records/envelope.ts";
import { clientRecording } from "./recorded-inputs.ts";

let embedded: EmbeddedAws;

beforeAll(async () => {
  embedded = await startEmbeddedAws({});
});

afterAll(() => embedded.stop());

const table = () => embedded.ref("IdempotencyTable");

async function itemOf(pk: string): Promise<Record<string, unknown> | undefined> {
  return (await documentClient().send(new GetCommand({ TableName: table(), Key: { pk } }))).Item;
}

deliveryStoreContract("the fake", createFakeDeliveryStore);
/** The embedded DynamoDB shares this process: on a busy machine a hundred connections take seconds. */
const patient = { connectionTimeout: 60_000, requestTimeout: 60_000, throwOnRequestTimeout: true };
const unhurried = documentClient({ maxAttempts: 4, requestHandler: patient });
let quick: DynamoDBDocumentClient | null = null;
deliveryStoreContract("the table", (clock) => createDeliveryTable(table(), unhurried, clock));
deliveryStoreContract("the table of the webhook's function", (clock) => {
  quick ??= documentClient({ ...quickClient("dynamodb"), requestHandler: patient });
  return createDeliveryTable(table(), quick, clock);
});
acceptedDeliveriesContract("the fake", createFakeDeliveryStore);
acceptedDeliveriesContract("the table", (clock) => createDeliveryTable(table(), documentClient(), clock));

test("a received delivery stores its envelope and is in the sweeper's index", async () => {
  const envelope = anEnvelope({ delivery_id: "stored", hook_id: "9" });
  await createDeliveryTable(table()).receive(envelope);
  const item = await itemOf("delivery#9#stored");
  expect(item).toMatchObject({ status: "RECEIVED", pending: "RECEIVED", repo: envelope.repo });
  expect(JSON.parse(String(item?.envelope))).toEqual(envelope);
});

test("a received delivery stores GitHub's text of the payload", async () => {
  const envelope = anEnvelope({ delivery_id: "text", hook_id: "9" });
  const json = '{ "n": 1e2, "body": "déjà 🎉" }';
  const deliveries = createDeliveryTable(table());
  await deliveries.receive({ ...envelope, payload_ref: { kind: "text", json } });
  const item = await itemOf("delivery#9#text");
  expect(item?.envelope).toContain(`"payload":${json}`);
  expect(await deliveries.pendingEnvelope("delivery#9#text")).toEqual({
    ...envelope,
    payload_ref: { kind: "inline", payload: { n: 100, body: "déjà 🎉" } },
  });
});

test("an enqueued delivery drops the envelope and leaves the index", async () => {
  const deliveries = createDeliveryTable(table(), documentClient(), createTestClock());
  const envelope = anEnvelope({ delivery_id: "sent", hook_id: "9" });
  await deliveries.receive(envelope);
  await deliveries.enqueued(envelope);
  const item = await itemOf("delivery#9#sent");
  expect(item).toMatchObject({ status: "ENQUEUED", enqueued_at: "2026-11-23T09:00:00.000Z" });
  expect(Object.keys(item ?? {})).not.toEqual(expect.arrayContaining(["envelope"]));
  expect(item).not.toHaveProperty("pending");
});

test("a finished delivery stores its outcome", async () => {
  const deliveries = createDeliveryTable(table());
  const envelope = anEnvelope({ delivery_id: "done", hook_id: "9" });
  await deliveries.receive(envelope);
  await deliveries.finish(envelope, { kind: "dispatched", job_ids: ["a", "b"] });
  const item = await itemOf("delivery#9#done");
  expect(item).toMatchObject({ status: "PROCESSED", outcome: { kind: "dispatched", job_ids: ["a", "b"] } });
  expect(item).not.toHaveProperty("envelope");
  expect(item).not.toHaveProperty("pending");
});

test("a delivery whose dispatch fails stores why, since when and how often, until its end and after", async () => {
  const clock = createTestClock();
  const deliveries = createDeliveryTable(table(), documentClient(), clock);
  const envelope = anEnvelope({ delivery_id: "failing", hook_id: "9" });
  const item = () => itemOf("delivery#9#failing");
  await deliveries.receive(envelope);
  await deliveries.failing(envelope, "github_failed");
  clock.advance(60_000);
  await deliveries.failing(envelope, "intent_busy");
  const noted = {
    last_failure: { code: "intent_busy", at: "2026-11-23T09:01:00.000Z" },
    ...{ failures: 2, failing_since: "2026-11-23T09:00:00.000Z" },
  };
  // The sweeper must find it as before.
  expect(await item()).toMatchObject({ status: "RECEIVED", pending: "RECEIVED", ...noted });

  await deliveries.enqueued(envelope);
  expect(await item()).not.toHaveProperty("pending");
  await deliveries.failing(envelope, "intent_busy");
  expect(await item()).toMatchObject({ status: "ENQUEUED", pending: "FAILING", ...noted, failures: 3 });

  await deliveries.finish(envelope, { kind: "dispatched", job_ids: [] });
  expect(await item()).toMatchObject({ status: "PROCESSED", ...noted, failures: 3 });
  expect(await item()).not.toHaveProperty("pending");
  // Another copy of its message, which fails late.
  await deliveries.failing(envelope, "intent_busy");
  expect(await item()).not.toHaveProperty("pending");
});

test("a missing table throws a RetryableError without its name", async () => {
  const lost = createDeliveryTable("no-such-table");
  const calls = [
    lost.receive(anEnvelope()),
    lost.enqueued(anEnvelope()),
    lost.failing(anEnvelope(), "github_failed"),
    lost.finish(anEnvelope(), { kind: "ignored", reason: "bot" }),
    lost.pending(1),
    lost.pendingEnvelope("delivery#1#2"),
    lost.status(anEnvelope()),
  ];
  for (const call of calls) {
    const error: unknown = await call.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RetryableError);
    expect(error).toMatchObject({ code: "delivery_table_unavailable" });
    expect(String(error)).not.toContain("no-such-table");
  }
});

test("a table that fails between the refused write and the read throws a RetryableError", async () => {
  const envelope = anEnvelope({ delivery_id: "contested" });
  await createDeliveryTable(table()).receive(envelope);
  const failing = createDeliveryTable(table(), clientFailing(documentClient(), "GetCommand"));
  await expect(failing.receive(envelope)).rejects.toMatchObject({ code: "delivery_table_unavailable" });
});

test("a record that vanishes between the refused write and the read is written once more", async () => {
  const envelope = anEnvelope({ delivery_id: "vanished" });
  await createDeliveryTable(table()).receive(envelope);
  await createDeliveryTable(table()).enqueued(envelope);
  const blind = clientAnswering(documentClient(), "GetCommand", async () => ({}));
  expect(await createDeliveryTable(table(), blind).receive(envelope)).toBe("RECEIVED");
});

test("the table is read consistently", async () => {
  const { client, inputs } = clientRecording(documentClient(), "GetCommand");
  const deliveries = createDeliveryTable(table(), client);
  const envelope = anEnvelope({ delivery_id: "read", hook_id: "9" });
  await deliveries.receive(envelope);
  await deliveries.receive(envelope);
  await deliveries.status(envelope);
  await deliveries.pendingEnvelope("delivery#9#read");
  expect(inputs).toHaveLength(3);
  for (const input of inputs) expect(input).toMatchObject({ ConsistentRead: true });
});

test("the table returns no deliveries if the index returns no items", async () => {
  const empty = clientAnswering(documentClient(), "QueryCommand", async () => ({}));
  expect(await createDeliveryTable(table(), empty).pending(1)).toEqual([]);
});

test("a delivery is kept for thirty days, whether it was received or finished first", async () => {
  const deliveries = createDeliveryTable(table(), documentClient(), createTestClock());
  const [received, finished] = ["kept", "kept-too"].map((delivery_id) =>
    anEnvelope({ delivery_id, hook_id: "9" }),
  );
  if (!received || !finished) throw new Error("Two are needed");
  await deliveries.receive(received);
  await deliveries.finish(finished, { kind: "ignored", reason: "bot" });
  const expires_at = Date.parse("2026-12-23T09:00:00.000Z") / 1000;
  expect(await itemOf("delivery#9#kept")).toMatchObject({ expires_at });
  expect(await itemOf("delivery#9#kept-too")).toMatchObject({
    expires_at,
    hook_id: "9",
    delivery_id: "kept-too",
    processed_at: "2026-11-23T09:00:00.000Z",
  });
});
