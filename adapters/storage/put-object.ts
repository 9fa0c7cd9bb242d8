import { fromEnv } from "@aws-sdk/credential-provider-env";
import { Sha256 } from "@smithy/core/checksum";
import { HttpRequest, type HttpResponse } from "@smithy/core/protocols";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { SignatureV4 } from "@smithy/signature-v4";
import type { ClientTimeouts } from "../runtime/aws-client.ts";

/** Writes a JSON document of this SHA-256, which S3 verifies. Throws an Error whose name is S3's status on a refusal. */
export type PutObject = (key: string, json: string, sha256: string, isNew: boolean) => Promise<void>;

/** S3 refuses to replace an object, or another write of the key is running: not errors of the service. */
const permanent = [403, 404, 409, 412];

/**
 * Opens a bucket for writing alone, with the signature and the HTTP handler of the AWS SDK. For functions that GitHub or
 * an employee waits for: the SDK's client of S3 would be a quarter of their bundle.
 */
export function openBucket(
  bucket: string,
  { maxAttempts, requestHandler }: ClientTimeouts,
  handler: Pick<NodeHttpHandler, "handle"> = new NodeHttpHandler(requestHandler),
): PutObject {
  const region = process.env.AWS_REGION ?? "us-east-1";
  const { origin, path } = addressOf(bucket, region);
  const signer = new SignatureV4({
    credentials: fromEnv(),
    region,
    service: "s3",
    sha256: Sha256,
    uriEscapePath: false,
  });

  async function send(request: HttpRequest): Promise<number> {
    const { response } = await handler.handle((await signer.sign(request)) as HttpRequest);
    await drained(response);
    return response.statusCode;
  }

  return async function putObject(key, json, sha256, isNew) {
    const request = () =>
      new HttpRequest({
        method: "PUT",
        protocol: origin.protocol,
        hostname: origin.hostname,
        ...(origin.port && { port: Number(origin.port) }),
        path: `${path}/${key.split("/").map(encodeURIComponent).join("/")}`,
        headers: {
          host: origin.host,
          "content-type": "application/json",
          "content-length": String(Buffer.byteLength(json)),
          "x-amz-content-sha256": sha256,
          ...(isNew && { "if-none-match": "*" }),
        },
        body: json,
      });
    for (let attempt = 1; ; attempt++) {
      const outcome = await send(request()).catch((error: Error) => error);
      if (outcome === 200) return;
      const error = outcome instanceof Error ? outcome : refused(outcome);
      if (attempt === maxAttempts || permanent.includes(Number(outcome))) throw error;
    }
  };
}

/** An emulator's address has the bucket in its path. */
function addressOf(bucket: string, region: string): { origin: URL; path: string } {
  const emulator = process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL;
  if (emulator) return { origin: new URL(emulator), path: `/${bucket}` };
  return { origin: new URL(`https://${bucket}.s3.${region}.amazonaws.com`), path: "" };
}

function refused(status: number): Error {
  const error = new Error(`S3 responded with ${status}`);
  if (status === 412) error.name = "PreconditionFailed";
  return error;
}

/** Reads the response to its end, so that the connection can be used again. */
async function drained({ body }: HttpResponse): Promise<void> {
  for await (const _ of body);
}
