import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { createPayloadBucket } from "../../../adapters/storage/payload-bucket.ts";
import { createWebhookImporter } from "../../../local/import-webhooks.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../../fakes/embedded-aws.ts";
import { anEnvelopeOf } from "../../fakes/records/envelope.ts";
import { aCommentWebhook } from "../../fakes/records/webhook.ts";

let embedded: EmbeddedAws;
let imported: [string, unknown][];

beforeAll(async () => {
  embedded = await startEmbeddedAws({});
});

beforeEach(() => {
  imported = [];
});

afterAll(() => embedded.stop());

const importWebhooks = (bodies: string[]) =>
  createWebhookImporter(
    { importWebhook: (...webhook) => void imported.push(webhook) },
    embedded.aws.environment,
  )(bodies);

test("imports the payload of each message, from the message or from the bucket", async () => {
  const large = aCommentWebhook({ body: "/summary of much" });
  const bucket = createPayloadBucket(embedded.ref("PayloadBucket"));
  const payload_ref = await bucket.put("deliveries/300/d-2", JSON.stringify(large));
  const small = anEnvelopeOf("/summary");

  await importWebhooks([JSON.stringify(small), JSON.stringify({ ...small, payload_ref })]);

  expect(imported).toEqual([
    ["issue_comment", aCommentWebhook({ body: "/summary" })],
    ["issue_comment", large],
  ]);
});

test("ignores a message that is not an envelope", async () => {
  await importWebhooks(["poison", "{}", JSON.stringify(anEnvelopeOf("/help"))]);
  expect(imported).toHaveLength(1);
});
