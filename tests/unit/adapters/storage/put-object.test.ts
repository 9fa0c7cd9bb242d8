import { Readable } from "node:stream";
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { type HttpRequest, HttpResponse } from "@smithy/core/protocols";
import { shortTimeouts } from "../../../../adapters/runtime/aws-client.ts";
import { createPayloadUploads, uploadsTo } from "../../../../adapters/storage/payload-uploads.ts";
import { openBucket } from "../../../../adapters/storage/put-object.ts";
import { startHttpServer } from "../../../fakes/http-server.ts";

const before = { ...process.env };
const emptySha256 = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";
let statuses: number[] = [];
let calls = 0;
let server: Awaited<ReturnType<typeof startHttpServer>>;

beforeAll(async () => {
  server = await startHttpServer((request, response) => {
    calls += 1;
    request.resume();
    const status = statuses.shift();
    // Without a status, the request is never answered.
    if (status) response.writeHead(status).end();
  });
  Object.assign(process.env, {
    AWS_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: "key",
    AWS_SECRET_ACCESS_KEY: "secret",
    AWS_ENDPOINT_URL_S3: server.url,
  });
});

beforeEach(() => {
  calls = 0;
});

afterAll(async () => {
  process.env = before;
  await server.stop();
});

const unavailable = { name: "RetryableError", code: "payload_bucket_unavailable" };

test("on AWS, the request goes to the bucket's own host, signed for S3 with the body's SHA-256", async () => {
  const requests: HttpRequest[] = [];
  const endpoint = process.env.AWS_ENDPOINT_URL_S3;
  delete process.env.AWS_ENDPOINT_URL_S3;
  const putObject = openBucket("payloads", shortTimeouts, {
    handle: async (request) => {
      requests.push(request);
      return { response: new HttpResponse({ statusCode: 200, headers: {}, body: Readable.from([]) }) };
    },
  });
  await uploadsTo("payloads", putObject).putOnce("results/a b", "{}");
  process.env.AWS_ENDPOINT_URL_S3 = endpoint;
  const [request] = requests;
  expect(request).toMatchObject({
    method: "PUT",
    protocol: "https:",
    hostname: "payloads.s3.eu-central-1.amazonaws.com",
    path: "/results/a%20b",
    body: "{}",
  });
  expect(request?.headers).toMatchObject({
    "if-none-match": "*",
    "x-amz-content-sha256": emptySha256,
    authorization: expect.stringMatching(
      /^AWS4-HMAC-SHA256 Credential=key\/\d{8}\/eu-central-1\/s3\/aws4_request, SignedHeaders=content-length;content-type;host;if-none-match;x-amz-content-sha256;x-amz-date, Signature=[0-9a-f]{64}$/,
    ),
  });
});

test("a failure of S3 is retried once", async () => {
  statuses = [503, 200];
  await createPayloadUploads("payloads", shortTimeouts).put("deliveries/1/a", "{}");
  expect(calls).toBe(2);
});

test.each([
  [[500, 503], 2],
  [[403], 1],
])("after %j the error is retryable", async (answers, expected) => {
  statuses = answers;
  const put = createPayloadUploads("payloads", shortTimeouts).put("deliveries/1/a", "{}");
  await expect(put).rejects.toMatchObject(unavailable);
  expect(calls).toBe(expected);
});

test("a request without a response ends in time, and is tried again", async () => {
  statuses = [];
  const quick = { ...shortTimeouts, requestHandler: { ...shortTimeouts.requestHandler, requestTimeout: 30 } };
  await expect(createPayloadUploads("payloads", quick).put("a", "{}")).rejects.toMatchObject(unavailable);
  expect(calls).toBe(2);
});
