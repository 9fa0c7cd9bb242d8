import { createServer, type IncomingMessage, type ServerResponse, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { readFunction } from "../cloudformation.ts";
import type { EmbeddedAws } from "../embedded-aws.ts";
import { iamCallsOf, type Tables } from "./iam-calls.ts";
import { createRolePolicy, type IamCall, type Statement } from "./role-policy.ts";

export interface RoleProxy {
  url: string;
  /** The function's environment, references resolved. */
  environment: Record<string, string>;
  /** Each request, and whether it was allowed. */
  asked: (IamCall & { allowed: boolean })[];
  stop(): Promise<void>;
}

/**
 * The embedded AWS with a function's role: each request is checked against the statements of its
 * `function.yml`. tests/stack/roles.test.ts proves that the packaged template has these statements and no
 * other policy.
 */
export async function startRoleProxy(folder: string, { aws }: EmbeddedAws): Promise<RoleProxy> {
  const { environment, iamRoleStatements } = readFunction(folder);
  const allows = createRolePolicy(
    iamRoleStatements.map((statement) => ({
      ...statement,
      Resource: aws.resolve(statement.Resource) as Statement["Resource"],
    })),
  );
  const attribute = (id: string) => String(aws.resolve({ "Fn::GetAtt": [id, "Arn"] }));
  const tables: Tables = Object.fromEntries(
    Object.entries({ IdempotencyTable: "pk", JobTable: "job_id" }).map(([id, key]) => [
      String(aws.resolve({ Ref: id })),
      { arn: attribute(id), key },
    ]),
  );
  const asked: RoleProxy["asked"] = [];

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const calls = iamCallsOf(request, body.toString("utf8"), tables).map((call) => ({
      ...call,
      allowed: allows(call),
    }));
    asked.push(...calls);
    const isBucket = calls.some(({ action }) => action.startsWith("s3:"));
    if (!calls.every(({ allowed }) => allowed)) return deny(response, isBucket);
    const upstream = String(aws.environment[isBucket ? "AWS_ENDPOINT_URL_S3" : "AWS_ENDPOINT_URL"]);
    const { answer, text } = await forward(request, body, upstream);
    const [first] = calls;
    const bucket = first?.resource.replace(/\/.*/, "") ?? "";
    const mayList = allows({ action: "s3:ListBucket", resource: bucket, context: {} });
    // Without the right to list, a missing object is forbidden.
    if (first?.action === "s3:GetObject" && answer.statusCode === 404 && !mayList)
      return deny(response, true);
    response.writeHead(answer.statusCode ?? 500, answer.headers).end(text);
  }

  const server = createServer((request, response) => {
    void serve(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    environment: Object.fromEntries(
      Object.entries(environment).map(([name, value]) => [name, String(aws.resolve(value))]),
    ),
    asked,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function deny(response: ServerResponse, isBucket: boolean): void {
  if (isBucket) {
    response.writeHead(403, { "content-type": "application/xml" });
    response.end("<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>");
    return;
  }
  response.writeHead(400, { "content-type": "application/x-amz-json-1.0" });
  response.end(JSON.stringify({ __type: "AccessDeniedException", message: "is not authorized to perform" }));
}

async function bodyOf(request: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function forward({ method, url, headers }: IncomingMessage, body: Buffer, upstream: string) {
  return new Promise<{ answer: IncomingMessage; text: Buffer }>((resolve, reject) => {
    const { host } = new URL(upstream);
    const sent = send(new URL(url ?? "/", upstream), { method, headers: { ...headers, host } }, (answer) => {
      bodyOf(answer).then((text) => resolve({ answer, text }), reject);
    });
    sent.once("error", reject);
    sent.end(body);
  });
}
