import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { documentClient } from "../../../../adapters/dynamodb/document-client.ts";
import { createQueueProbe, createTableProbe } from "../../../../adapters/runtime/probes.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../../../fakes/embedded-aws.ts";

let embedded: EmbeddedAws;

beforeAll(async () => {
  embedded = await startEmbeddedAws({});
});

afterAll(() => embedded.stop());

test("the deployed tables and the queue respond", async () => {
  const tables = documentClient();
  await createTableProbe(embedded.ref("IdempotencyTable"), ["pk"], tables)();
  await createTableProbe(embedded.ref("JobTable"), ["job_id", "item"], tables)();
  await createQueueProbe(embedded.ref("EventQueue"))();
});

test("a missing table, a table with another key and a missing queue fail", async () => {
  const unavailable = { name: "RetryableError", code: "table_unavailable" };
  const tables = documentClient();
  await expect(createTableProbe("no-such-table", ["pk"], tables)()).rejects.toMatchObject(unavailable);
  const jobs = embedded.ref("JobTable");
  await expect(createTableProbe(jobs, ["pk"], tables)()).rejects.toMatchObject(unavailable);
  const queue = embedded.ref("EventQueue").replace(/[^/]+$/, "no-such-queue");
  await expect(createQueueProbe(queue)()).rejects.toMatchObject({ code: "queue_unavailable" });
});
