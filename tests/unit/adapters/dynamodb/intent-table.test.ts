import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { documentClient } from "../../../../adapters/dynamodb/document-client.ts";
import { createIntentTable } from "../../../../adapters/dynamodb/intent-table.ts";
import { FencedError } from "../../../../core/errors.ts";
import { clientAnswering, clientFailing } from "../../../fakes/aws-client.ts";
import { createTestClock } from "../../../fakes/clock.ts";
import { intentStoreContract } from "../../../fakes/contracts/intent-store.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../../../fakes/embedded-aws.ts";
import { createFakeIntentStore } from "../../../fakes/intent-store.ts";
import { clientRecording } from "./recorded-inputs.ts";

let embedded: EmbeddedAws;

beforeAll(async () => {
  embedded = await startEmbeddedAws({});
});

afterAll(() => embedded.stop());

intentStoreContract("the fake", createFakeIntentStore);
intentStoreContract("the table", (clock) =>
  createIntentTable(embedded.ref("IdempotencyTable"), documentClient(), clock),
);

test("a missing table throws a RetryableError", async () => {
  const lost = createIntentTable("no-such-table");
  const unavailable = expect.objectContaining({ code: "intent_table_unavailable" });
  await expect(lost.claim("key", "owner")).rejects.toEqual(unavailable);
  await expect(lost.dispatched("key", "owner", [])).rejects.toEqual(unavailable);
});

test("a table that fails between the refused write and the read throws a RetryableError", async () => {
  const table = embedded.ref("IdempotencyTable");
  await createIntentTable(table).claim("contested", "first");
  const failing = createIntentTable(table, clientFailing(documentClient(), "GetCommand"));
  await expect(failing.claim("contested", "second")).rejects.toMatchObject({
    code: "intent_table_unavailable",
  });
});

test("an owner who is refused gets the reason", async () => {
  const error: unknown = await createIntentTable(embedded.ref("IdempotencyTable"))
    .dispatched("unknown-key", "owner", [])
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(FencedError);
  expect(error).toMatchObject({
    code: "intent_lost",
    message: "Another delivery has taken over this intent",
    cause: { name: "ConditionalCheckFailedException" },
  });
});

test("the table is read consistently", async () => {
  const { client, inputs } = clientRecording(documentClient(), "GetCommand");
  const intents = createIntentTable(embedded.ref("IdempotencyTable"), client);
  await intents.claim("read", "first");
  expect(await intents.claim("read", "second")).toEqual({ kind: "busy" });
  expect(inputs).toEqual([expect.objectContaining({ ConsistentRead: true })]);
});

test("the record has the times of the claim, of the dispatch and of its expiry", async () => {
  const clock = createTestClock();
  const table = embedded.ref("IdempotencyTable");
  const intents = createIntentTable(table, documentClient(), clock);
  await intents.claim("times", "first");
  clock.advance(1_000);
  await intents.dispatched("times", "first", ["job"]);
  const { Item } = await documentClient().send(
    new GetCommand({ TableName: table, Key: { pk: "intent#times" } }),
  );
  expect(Item).toEqual({
    pk: "intent#times",
    status: "DISPATCHED",
    owner: "first",
    job_ids: ["job"],
    lease_until: Date.parse("2026-11-23T09:01:00.000Z"),
    claimed_at: "2026-11-23T09:00:00.000Z",
    dispatched_at: "2026-11-23T09:00:01.000Z",
    expires_at: Date.parse("2027-02-21T09:00:00.000Z") / 1000,
  });
});

test("a claim without a response throws a RetryableError, whether or not it took effect", async () => {
  const table = embedded.ref("IdempotencyTable");
  await createIntentTable(table).claim("unanswered", "first");
  const failing = createIntentTable(table, clientFailing(documentClient(), "PutCommand"));
  await expect(failing.claim("unanswered", "second")).rejects.toMatchObject({
    code: "intent_table_unavailable",
  });
});

test("an intent that vanishes between the refused write and the read is busy", async () => {
  const table = embedded.ref("IdempotencyTable");
  await createIntentTable(table).claim("vanished", "first");
  const blind = clientAnswering(documentClient(), "GetCommand", async () => ({}));
  expect(await createIntentTable(table, blind).claim("vanished", "second")).toEqual({ kind: "busy" });
});
