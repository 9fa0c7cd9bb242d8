import { DeleteCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { documentClient } from "../../../../adapters/dynamodb/document-client.ts";
import { createRolloutTable } from "../../../../adapters/dynamodb/rollout-table.ts";
import { clientFailing, clientRepeating } from "../../../fakes/aws-client.ts";
import { rolloutStoreContract } from "../../../fakes/contracts/rollout-store.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../../../fakes/embedded-aws.ts";
import { createFakeRolloutStore } from "../../../fakes/rollout-store.ts";

let embedded: EmbeddedAws;
const table = () => embedded.ref("IdempotencyTable");

beforeAll(async () => {
  embedded = await startEmbeddedAws({});
});

/** As after a deployment. */
async function forget(): Promise<void> {
  await documentClient().send(new DeleteCommand({ TableName: table(), Key: { pk: "rollout#current" } }));
}

beforeEach(forget);

afterAll(() => embedded.stop());

rolloutStoreContract("the fake", () => createFakeRolloutStore());
rolloutStoreContract("the table", async () => {
  await forget();
  return createRolloutTable(table());
});

const shadow = {
  policy: { default: "shadow" as const, canary_percentage: 0, rules: [] },
  changed_by: "operator:ada",
  reason: "a first look",
};

test("the table recognizes its own change after a lost response, although the client sent it twice", async () => {
  const store = createRolloutTable(table(), clientRepeating(documentClient(), "PutCommand"));
  expect(await store.replace(0, shadow)).toMatchObject({ version: 1 });
});

test("an invalid stored rollout is not taken for the deployed one", async () => {
  const Item = {
    pk: "rollout#current",
    version: 4,
    policy: { default: "sideways" },
    changed_at: "",
    changed_by: "",
  };
  await documentClient().send(new PutCommand({ TableName: table(), Item }));

  await expect(createRolloutTable(table()).current()).rejects.toMatchObject({
    name: "RetryableError",
    code: "rollout_unreadable",
  });
});

test("an unavailable table throws a RetryableError", async () => {
  const reading = createRolloutTable(table(), clientFailing(documentClient(), "GetCommand"));
  await expect(reading.current()).rejects.toMatchObject({ name: "RetryableError" });
  const writing = createRolloutTable(table(), clientFailing(documentClient(), "PutCommand"));
  await expect(writing.replace(0, shadow)).rejects.toMatchObject({ name: "RetryableError" });
});
