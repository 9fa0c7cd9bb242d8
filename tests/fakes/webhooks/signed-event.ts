import { createHmac } from "node:crypto";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { type ExamplePayload, examplePayload } from "./examples.ts";

export const webhookSecret = "local-webhook-secret";

export interface SignedEventOptions {
  /** Replaces GitHub's example. */
  payload?: ExamplePayload;
  /** Replaces the payload: the bytes as they are. */
  body?: string | Buffer;
  secret?: string;
  /** Encoded as API Gateway encodes binary bodies. */
  base64?: boolean;
  method?: string;
  path?: string;
  stage?: string;
  /** Added to GitHub's, lower case; undefined removes one. */
  headers?: Record<string, string | undefined>;
  delivery?: string;
}

/** GitHub's example of an event as API Gateway (HTTP API, format 2.0) delivers it, really signed. */
export function signedEvent(
  name: string,
  action?: string,
  options: SignedEventOptions = {},
): APIGatewayProxyEventV2 {
  const given = options.body ?? JSON.stringify(options.payload ?? examplePayload(name, action));
  const bytes = Buffer.isBuffer(given) ? given : Buffer.from(given, "utf8");
  const { method = "POST", path = "/webhooks/github", stage = "$default", base64 = false } = options;
  const delivery = options.delivery ?? "72d3162e-cc78-11e3-81ab-4c9367dc0958";
  return {
    version: "2.0",
    routeKey: "POST /webhooks/github",
    rawPath: path,
    rawQueryString: "",
    headers: withoutMissing({
      accept: "*/*",
      "content-length": String(bytes.length),
      "content-type": "application/json",
      host: "hooks.example.com",
      "user-agent": "GitHub-Hookshot/044aadd",
      "x-github-delivery": delivery,
      "x-github-event": name,
      "x-github-hook-id": "292430182",
      "x-github-hook-installation-target-id": "1000001",
      "x-github-hook-installation-target-type": "integration",
      "x-hub-signature-256": signatureOf(bytes, options.secret),
      ...options.headers,
    }),
    requestContext: requestContext(method, path, stage),
    body: bytes.toString(base64 ? "base64" : "utf8"),
    isBase64Encoded: base64,
  };
}

/** `X-Hub-Signature-256` of a body. */
export function signatureOf(body: string | Buffer, secret = webhookSecret): string {
  return `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
}

function requestContext(method: string, path: string, stage: string) {
  return {
    accountId: "000000000000",
    apiId: "api",
    domainName: "hooks.example.com",
    domainPrefix: "hooks",
    http: {
      method,
      path,
      protocol: "HTTP/1.1",
      sourceIp: "140.82.115.1",
      userAgent: "GitHub-Hookshot/044aadd",
    },
    requestId: "JKJaXmPLvHcESHA=",
    routeKey: "POST /webhooks/github",
    stage,
    time: "23/Nov/2026:09:00:00 +0000",
    timeEpoch: 1795424400000,
  };
}

function withoutMissing(headers: Record<string, string | undefined>): Record<string, string> {
  const present = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  return Object.fromEntries(present);
}
