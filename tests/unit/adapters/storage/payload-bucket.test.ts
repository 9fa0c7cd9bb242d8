import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { shortTimeouts } from "../../../../adapters/runtime/aws-client.ts";
import { createPayloadBucket } from "../../../../adapters/storage/payload-bucket.ts";
import { createPayloadUploads } from "../../../../adapters/storage/payload-uploads.ts";
import { payloadStoreContract } from "../../../fakes/contracts/payload-store.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../../../fakes/embedded-aws.ts";
import { createFakePayloadStore } from "../../../fakes/payload-store.ts";

let embedded: EmbeddedAws;

beforeAll(async () => {
  embedded = await startEmbeddedAws({});
});

afterAll(() => embedded.stop());

payloadStoreContract("the fake", () => createFakePayloadStore());
payloadStoreContract("the bucket", () => createPayloadBucket(embedded.ref("PayloadBucket")));
payloadStoreContract("the bucket of a function that only writes", () => ({
  ...createPayloadBucket(embedded.ref("PayloadBucket")),
  ...createPayloadUploads(embedded.ref("PayloadBucket"), shortTimeouts),
}));

test("a megabyte is stored and read whole", async () => {
  const store = createPayloadBucket(embedded.ref("PayloadBucket"));
  const value = { body: "x".repeat(1_000_000) };
  const ref = await store.put("contexts/large.json", JSON.stringify(value));
  expect(await store.get(ref)).toEqual(value);
});

test("an error does not contain its object's key", async () => {
  const store = createPayloadBucket(embedded.ref("PayloadBucket"));
  const ref = await store.put("contexts/secret-name", "{}");
  const other = await store.put("contexts/other-name", "[]");
  for (const wrong of [
    { ...ref, key: "contexts/secret-name.json" },
    { ...ref, key: other.key },
  ]) {
    const error = await store.get(wrong).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "PermanentError", message: expect.not.stringContaining("-name") });
  }
});

test("a missing bucket throws a RetryableError on writes and on reads", async () => {
  const unavailable = { name: "RetryableError", code: "payload_bucket_unavailable" };
  const lost = createPayloadBucket("no-such-bucket");
  await expect(lost.put("key", "{}")).rejects.toMatchObject(unavailable);
  const writer = createPayloadUploads("no-such-bucket", shortTimeouts);
  await expect(writer.put("key", "{}")).rejects.toMatchObject(unavailable);
  await expect(writer.putOnce("key", "{}")).rejects.toMatchObject(unavailable);
  const ref = { kind: "s3", bucket: "no-such-bucket", key: "key", sha256: "0".repeat(64), bytes: 2 } as const;
  await expect(lost.get(ref)).rejects.toMatchObject(unavailable);
});
