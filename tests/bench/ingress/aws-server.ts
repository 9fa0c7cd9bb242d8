import { createHash, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { crc32 } from "node:zlib";

/**
 * Runs in a process of its own: answers DynamoDB, SQS, S3 and Secrets Manager as AWS answers calls that succeed, always
 * after the same little work. Its argument is the webhook secret. Counts the calls by operation.
 */
const [secret = ""] = process.argv.slice(2);
let calls: string[] = [];

const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on("data", (part: Buffer) => parts.push(part));
  request.on("end", () => answer(request, Buffer.concat(parts), response));
});
server.keepAliveTimeout = 0;
server.listen(0, "127.0.0.1", () => {
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
// Any message asks for the calls since the last one.
process.on("message", () => {
  process.send?.(calls);
  calls = [];
});

function answer(request: IncomingMessage, body: Buffer, response: ServerResponse): void {
  const target = String(request.headers["x-amz-target"] ?? `S3.${request.method}`);
  const operation = target.slice(target.lastIndexOf(".") + 1);
  calls.push(operation);
  const { status = 200, json } = answerTo(operation, body);
  const text = json === undefined ? "" : JSON.stringify(json);
  response.writeHead(status, {
    "content-type": "application/x-amz-json-1.0",
    "content-length": Buffer.byteLength(text),
    "x-amzn-requestid": randomUUID(),
    "x-amz-crc32": crc32(text),
  });
  response.end(text);
}

function answerTo(operation: string, body: Buffer): { status?: number; json?: unknown } {
  switch (operation) {
    case "SendMessage": {
      // The client compares the digest with its own.
      const { MessageBody } = JSON.parse(String(body)) as { MessageBody: string };
      const MD5OfMessageBody = createHash("md5").update(MessageBody).digest("hex");
      return { json: { MD5OfMessageBody, MessageId: randomUUID() } };
    }
    case "GetSecretValue":
      return secretVersion(JSON.parse(String(body)));
    case "PUT":
      return {};
    default:
      return { json: {} };
  }
}

/** A secret that was never rotated has one version. */
function secretVersion({ VersionStage = "AWSCURRENT" }: { VersionStage?: string }) {
  if (VersionStage !== "AWSCURRENT") {
    return { status: 400, json: { __type: "ResourceNotFoundException", Message: "No such version" } };
  }
  const SecretString = JSON.stringify({ webhook_secret: secret });
  const CreatedDate = Date.now() / 1000 - 86_400;
  return { json: { Name: "github", VersionId: "v1", SecretString, CreatedDate } };
}
