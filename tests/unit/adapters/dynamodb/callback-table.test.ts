import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createCallbackTable } from "../../../../adapters/dynamodb/callback-table.ts";
import { documentClient } from "../../../../adapters/dynamodb/document-client.ts";
import { createFakeCallbackStore } from "../../../fakes/callback-store.ts";
import { createTestClock } from "../../../fakes/clock.ts";
import { callbackStoreContract } from "../../../fakes/contracts/callback-store.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../../../fakes/embedded-aws.ts";

let embedded: EmbeddedAws;

beforeAll(async () => {
  embedded = await startEmbeddedAws({});
});

afterAll(() => embedded.stop());

const table = () => embedded.ref("IdempotencyTable");

callbackStoreContract("the fake", createFakeCallbackStore);
callbackStoreContract("the table", () => createCallbackTable(table()));

const fresh = {
  ...{ key: "d".repeat(64), job_id: "j-0123456789abcdef-security", attempt: 1, employee: "security" },
  ...{ result_key: "results/x.json", task_token: "token", expires_at: "2026-11-24T09:00:00.000Z" },
};

test("an item outlives the longest run by weeks, so that a late callback is known", async () => {
  const clock = createTestClock();
  await createCallbackTable(table(), documentClient(), clock).open(fresh);
  const { Item } = await documentClient().send(
    new GetCommand({ TableName: table(), Key: { pk: `callback#${fresh.key}` } }),
  );
  expect(Item?.expires_at).toBe(clock() / 1000 + 30 * 86_400);
});

test("a missing table throws a RetryableError", async () => {
  const store = createCallbackTable("no-such-table");
  const calls: (() => Promise<unknown>)[] = [
    () => store.open(fresh),
    () => store.read(fresh.key),
    () => store.heartbeat(fresh.key, { at: "2026-11-23T09:00:00.000Z", progress: null }),
    () => store.end(fresh.key, "RESULT"),
    () => store.note(fresh.key, { notice: "heard" }),
  ];
  for (const call of calls)
    await expect(call()).rejects.toMatchObject({
      name: "RetryableError",
      code: "callback_table_unavailable",
    });
});
