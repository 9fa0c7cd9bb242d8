import { expect, test } from "@jest/globals";
import { Sha256 } from "@smithy/core/checksum";
import { HttpRequest } from "@smithy/core/protocols";
import { SignatureV4 } from "@smithy/signature-v4";
import fc from "fast-check";
import { createRequestSigner } from "../../../../adapters/runtime/request-signer.ts";

const environment = {
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
  AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  AWS_SESSION_TOKEN: "a-token",
};
const credentials = {
  accessKeyId: environment.AWS_ACCESS_KEY_ID,
  secretAccessKey: environment.AWS_SECRET_ACCESS_KEY,
  sessionToken: environment.AWS_SESSION_TOKEN,
};
const sdk = (service: string) =>
  new SignatureV4({ credentials, region: environment.AWS_REGION, service, sha256: Sha256 });

/** Headers that the SDK would sign, although AWS does not require it. */
const unsignableHeaders = new Set(["content-length", "amz-sdk-request", "amz-sdk-invocation-id"]);

function requestOf(body: string | Uint8Array, operation = "PutItem"): HttpRequest {
  return new HttpRequest({
    method: "POST",
    protocol: "https:",
    hostname: "dynamodb.eu-central-1.amazonaws.com",
    path: "/",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": `DynamoDB_20120810.${operation}`,
      "content-length": String(Buffer.byteLength(body)),
      "amz-sdk-request": "attempt=1; max=2",
      "amz-sdk-invocation-id": "1",
      "user-agent": "aws-sdk-js",
      "X-Amzn-Trace-Id": "Root=1",
      host: "dynamodb.eu-central-1.amazonaws.com",
    },
    body,
  });
}

test("a request is signed as the SDK signs it", async () => {
  const signers = {
    dynamodb: createRequestSigner("dynamodb", environment),
    sqs: createRequestSigner("sqs", environment),
  };
  const body = fc.oneof(fc.string({ unit: "grapheme" }), fc.uint8Array());
  const date = fc.date({ min: new Date("2020-01-01"), max: new Date("2040-01-01"), noInvalidDate: true });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom("dynamodb", "sqs"),
      body,
      date,
      async (service, content, signingDate) => {
        const options = { signingDate, unsignableHeaders };
        const expected = await sdk(service).sign(requestOf(content), options);
        const signed = await signers[service as "dynamodb" | "sqs"].sign(requestOf(content), options);
        expect(signed.headers).toEqual(expected.headers);
      },
    ),
  );
});

test("a retry has its own time, and the original request stays as it was", async () => {
  const signer = createRequestSigner("dynamodb", environment);
  const request = requestOf("{}");
  const before = structuredClone(request.headers);
  const first = await signer.sign(request, { signingDate: new Date("2026-11-23T23:59:59Z") });
  const second = await signer.sign(request, { signingDate: new Date("2026-11-24T00:00:01Z") });
  expect(request.headers).toEqual(before);
  expect(first.headers["x-amz-date"]).toBe("20261123T235959Z");
  expect(second.headers["x-amz-date"]).toBe("20261124T000001Z");
  expect(second.headers.authorization).toContain("/20261124/eu-central-1/dynamodb/aws4_request");
});

test("without a session token, none is sent", async () => {
  const { AWS_SESSION_TOKEN: _, ...lasting } = environment;
  const { headers } = await createRequestSigner("dynamodb", lasting).sign(requestOf("{}"));
  expect(headers).not.toHaveProperty("x-amz-security-token");
});
