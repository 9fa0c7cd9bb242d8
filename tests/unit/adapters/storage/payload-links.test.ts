import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createPayloadBucket } from "../../../../adapters/storage/payload-bucket.ts";
import { createPayloadLinks } from "../../../../adapters/storage/payload-links.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../../../fakes/embedded-aws.ts";

let embedded: EmbeddedAws;

beforeAll(async () => {
  embedded = await startEmbeddedAws({});
});

afterAll(() => embedded.stop());

test("a link opens the object without any header, for the given time", async () => {
  const ref = await createPayloadBucket(embedded.ref("PayloadBucket")).put("contexts/a", '{"version":1}');
  const url = await createPayloadLinks().linkTo(ref, 600);

  const response = await fetch(url);
  expect([response.status, await response.json()]).toEqual([200, { version: 1 }]);
  const { searchParams, pathname } = new URL(url);
  expect(searchParams.get("X-Amz-Expires")).toBe("600");
  expect(searchParams.get("X-Amz-SignedHeaders")).toBe("host");
  expect(decodeURIComponent(pathname).endsWith(ref.key)).toBe(true);
});
