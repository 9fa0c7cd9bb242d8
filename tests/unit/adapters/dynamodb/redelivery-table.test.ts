import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { documentClient } from "../../../../adapters/dynamodb/document-client.ts";
import { createRedeliveryTable } from "../../../../adapters/dynamodb/redelivery-table.ts";
import { createSweepMarks } from "../../../../adapters/dynamodb/sweep-marks.ts";
import { createTestClock } from "../../../fakes/clock.ts";
import { redeliveryStoreContract } from "../../../fakes/contracts/redelivery-store.ts";
import { sweepMarksContract } from "../../../fakes/contracts/sweep-marks.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../../../fakes/embedded-aws.ts";
import { createFakeRedeliveryStore } from "../../../fakes/redelivery-store.ts";
import { createFakeSweepMarks } from "../../../fakes/sweep-marks.ts";

let embedded: EmbeddedAws;

beforeAll(async () => {
  embedded = await startEmbeddedAws({});
});

afterAll(() => embedded.stop());

const table = () => embedded.ref("IdempotencyTable");

redeliveryStoreContract("the fake", createFakeRedeliveryStore);
redeliveryStoreContract("the table", (clock) => createRedeliveryTable(table(), documentClient(), clock));
sweepMarksContract("the fake", createFakeSweepMarks);
sweepMarksContract("the table", () => createSweepMarks(table()));

test("a request for a redelivery is forgotten only when GitHub cannot redeliver the event any more", async () => {
  const clock = createTestClock();
  await createRedeliveryTable(table(), documentClient(), clock).recordRequest("app", "remembered", null);
  const Key = { pk: "redelivery#app#remembered" };
  const { Item } = await documentClient().send(new GetCommand({ TableName: table(), Key }));
  expect(Item?.expires_at).toBeGreaterThan(clock() / 1000 + 7 * 86_400);
});

test("a missing table throws a RetryableError", async () => {
  const store = createRedeliveryTable("no-such-table");
  const walk = { walked_at: null, full_at: null, cursor: null };
  const marks = createSweepMarks("no-such-table");
  const calls: [string, () => Promise<unknown>][] = [
    ["redelivery_table_unavailable", () => store.beginWalk("app", 1)],
    ["redelivery_table_unavailable", () => store.endWalk("app", walk)],
    ["redelivery_table_unavailable", () => store.requestsFor("app", "g")],
    ["redelivery_table_unavailable", () => store.recordRequest("app", "g", null)],
    ["redelivery_table_unavailable", () => store.close("app", "g")],
    ["sweep_marks_unavailable", () => marks.read("m")],
    ["sweep_marks_unavailable", () => marks.advance("m", "2026")],
  ];
  for (const [code, call] of calls)
    await expect(call()).rejects.toMatchObject({ name: "RetryableError", code });
});
