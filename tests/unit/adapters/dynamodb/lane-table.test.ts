import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { documentClient } from "../../../../adapters/dynamodb/document-client.ts";
import { createLaneTable } from "../../../../adapters/dynamodb/lane-table.ts";
import { emptyLane } from "../../../../core/lanes/lane.ts";
import { clientFailing, clientRepeating } from "../../../fakes/aws-client.ts";
import { createTestClock } from "../../../fakes/clock.ts";
import { laneStoreContract } from "../../../fakes/contracts/lane-store.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../../../fakes/embedded-aws.ts";
import { createFakeLaneStore } from "../../../fakes/lane-store.ts";
import { aLane, anEntry } from "../../../fakes/records/lane.ts";

let embedded: EmbeddedAws;

beforeAll(async () => {
  embedded = await startEmbeddedAws({});
});

afterAll(() => embedded.stop());

laneStoreContract("the fake", createFakeLaneStore);
laneStoreContract("the table", () => createLaneTable(embedded.ref("IdempotencyTable")));

const busy = aLane({ holder: anEntry(1), waiting: [anEntry(2)] });

test("the table recognizes its own change after a lost response, although the client sent it twice", async () => {
  const client = clientRepeating(documentClient(), "UpdateCommand");
  const store = createLaneTable(embedded.ref("IdempotencyTable"), client);
  expect(await store.replace("lane#1#1#repeated", emptyLane, busy)).toBe(true);
  expect(await store.replace("lane#1#1#repeated", emptyLane, busy)).toBe(false);
});

test("the table lists the lane that changed longest ago first", async () => {
  const clock = createTestClock(Date.parse("2001-01-01T00:00:00Z"));
  const store = createLaneTable(embedded.ref("IdempotencyTable"), documentClient(), clock);
  const keys = ["lane#9#2#late", "lane#9#1#early"];
  await store.replace("lane#9#1#early", emptyLane, busy);
  clock.advance(1_000);
  await store.replace("lane#9#2#late", emptyLane, busy);
  expect(await store.contended(2)).toEqual(keys.toReversed());
  clock.advance(1_000);
  await store.replace("lane#9#1#early", await store.read("lane#9#1#early"), busy);
  expect(await store.contended(2)).toEqual(keys);
});

test("a table that does not respond is a RetryableError", async () => {
  const store = createLaneTable("any", clientFailing(documentClient(), "GetCommand"));
  await expect(store.read("lane#1#1#any")).rejects.toMatchObject({ code: "lane_table_unavailable" });
});
