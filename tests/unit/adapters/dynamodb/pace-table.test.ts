import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { documentClient } from "../../../../adapters/dynamodb/document-client.ts";
import { createPaceTable } from "../../../../adapters/dynamodb/pace-table.ts";
import { newPace, spend } from "../../../../core/pacing/pace.ts";
import { clientFailing, clientRepeating } from "../../../fakes/aws-client.ts";
import { paceStoreContract } from "../../../fakes/contracts/pace-store.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../../../fakes/embedded-aws.ts";
import { createFakePaceStore } from "../../../fakes/pace-store.ts";

let embedded: EmbeddedAws;

beforeAll(async () => {
  embedded = await startEmbeddedAws({});
});

afterAll(() => embedded.stop());

paceStoreContract("the fake", createFakePaceStore);
paceStoreContract("the table", () => createPaceTable(embedded.ref("IdempotencyTable")));

test("the table recognizes its own change after a lost response, although the client sent it twice", async () => {
  const client = clientRepeating(documentClient(), "UpdateCommand");
  const store = createPaceTable(embedded.ref("IdempotencyTable"), client);
  const next = spend(newPace, 3, 0);
  expect(await store.replace(9, newPace, next)).toBe(true);
  expect(await store.replace(9, newPace, next)).toBe(false);
});

test("a table that does not respond is a RetryableError", async () => {
  const store = createPaceTable("any", clientFailing(documentClient(), "GetCommand"));
  await expect(store.read(1)).rejects.toMatchObject({ code: "pace_table_unavailable" });
});
