import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { documentClient } from "../../../functions/adapters/dynamo.ts";
import { createIntentTable } from "../../../functions/adapters/intent-table.ts";
import { RetryableError } from "../../../functions/core/errors.ts";
import { clientFailing } from "../../fakes/aws-client.ts";
import { intentStoreContract } from "../../fakes/contracts/intent-store.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../../fakes/embedded-aws.ts";
import { createFakeIntentStore } from "../../fakes/intent-store.ts";

let embedded: EmbeddedAws;

beforeAll(async () => {
  embedded = await startEmbeddedAws({});
});

afterAll(() => embedded.stop());

intentStoreContract("the fake", createFakeIntentStore);
intentStoreContract("the table", (clock) =>
  createIntentTable(embedded.ref("IdempotencyTable"), documentClient(), clock),
);

test("a table that is not there is worth another try", async () => {
  const lost = createIntentTable("no-such-table");
  const unavailable = expect.objectContaining({ code: "intent_table_unavailable" });
  await expect(lost.claim("key", "owner")).rejects.toEqual(unavailable);
  await expect(lost.dispatched("key", "owner", [])).rejects.toBeInstanceOf(RetryableError);
});

test("a table that goes away between the refusal and the look is worth another try", async () => {
  const table = embedded.ref("IdempotencyTable");
  await createIntentTable(table).claim("contested", "first");
  const failing = createIntentTable(table, clientFailing(documentClient(), "GetCommand"));
  await expect(failing.claim("contested", "second")).rejects.toBeInstanceOf(RetryableError);
});
