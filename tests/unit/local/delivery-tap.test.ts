import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { createPayloadBucket } from "../../../adapters/storage/payload-bucket.ts";
import { createDeliveryTap } from "../../../local/delivery-tap.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../../fakes/embedded-aws.ts";
import { anEnvelopeOf } from "../../fakes/records/envelope.ts";
import { aCommentWebhook } from "../../fakes/records/webhook.ts";

let embedded: EmbeddedAws;
let learned: [string, unknown][];

beforeAll(async () => {
  embedded = await startEmbeddedAws({});
});

beforeEach(() => {
  learned = [];
});

afterAll(() => embedded.stop());

const tap = (bodies: string[]) =>
  createDeliveryTap({ learn: (...what) => void learned.push(what) }, embedded.aws.environment)(bodies);

test("GitHub learns the payload of every message, in the message or in the bucket", async () => {
  const large = aCommentWebhook({ body: "/summary of much" });
  const bucket = createPayloadBucket(embedded.ref("PayloadBucket"));
  const payload_ref = await bucket.put("deliveries/300/d-2", JSON.stringify(large));
  const small = anEnvelopeOf("/summary");

  await tap([JSON.stringify(small), JSON.stringify({ ...small, payload_ref })]);

  expect(learned).toEqual([
    ["issue_comment", aCommentWebhook({ body: "/summary" })],
    ["issue_comment", large],
  ]);
});

test("a message that is no envelope is passed over", async () => {
  await tap(["poison", "{}", JSON.stringify(anEnvelopeOf("/help"))]);
  expect(learned).toHaveLength(1);
});
