import { createHmac } from "node:crypto";
import { parseJson, record } from "../../json-value.ts";
import { CommandError } from "../errors.ts";

/** A webhook as GitHub sent it, but for its signature: whoever sends it on signs it anew. */
export interface CapturedWebhook {
  /** Lower case. */
  headers: Record<string, string>;
  body: Buffer;
}

/** What belongs to the connection that it came by, or to a secret that may be gone. */
const dropped = ["content-length", "host", "connection", "x-hub-signature", "x-hub-signature-256"];

/**
 * Reads the event that API Gateway makes of a webhook, as `capture` writes it and
 * tests/fixtures/captured/issue-comment-created.json is one. Throws CommandError for anything else.
 */
export function readCaptured(text: string, where: string): CapturedWebhook {
  const { headers, body, isBase64Encoded } = record(parseJson(text));
  const webhook = {
    headers: withoutDropped(record(headers)),
    body: Buffer.from(typeof body === "string" ? body : "", isBase64Encoded === true ? "base64" : "utf8"),
  };
  if (webhook.headers["x-github-event"] && webhook.headers["x-github-delivery"] && webhook.body.length > 0) {
    return webhook;
  }
  const advice = "It has to be a file that `capture` has written: headers of GitHub's and a body.";
  throw new CommandError(`${where} is no captured webhook.`, advice);
}

/** The webhook of one of GitHub's attempts: https://docs.github.com/en/rest/apps/webhooks#get-a-delivery-for-an-app-webhook */
export function webhookOfAttempt(attempt: unknown): CapturedWebhook {
  const { headers, payload } = record(record(attempt).request);
  return {
    // GitHub keeps the payload itself, not the form that it may have been sent in.
    headers: { ...withoutDropped(record(headers)), "content-type": "application/json" },
    body: Buffer.from(JSON.stringify(payload)),
  };
}

/** The headers with which it is sent. */
export function signedHeaders({ headers, body }: CapturedWebhook, secret: string): Record<string, string> {
  return {
    ...headers,
    "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
  };
}

/**
 * The event that receive-webhook is invoked with. Only somebody who may invoke the function gets past the origin's
 * check by that `apiId`: API Gateway writes its own.
 */
export function capturedEvent(webhook: CapturedWebhook, secret: string, now: Date): object {
  const routeKey = "POST /webhooks/github";
  const userAgent = webhook.headers["user-agent"] ?? "GitHub-Hookshot";
  const headers = { ...signedHeaders(webhook, secret), "content-length": String(webhook.body.length) };
  return {
    ...{ version: "2.0", routeKey, rawPath: "/webhooks/github", rawQueryString: "" },
    headers: { host: "replay.invalid", ...Object.fromEntries(Object.entries(headers).toSorted()) },
    requestContext: {
      ...{ accountId: "000000000000", apiId: "replay" },
      ...{ domainName: "replay.invalid", domainPrefix: "replay" },
      http: {
        ...{ method: "POST", path: "/webhooks/github", protocol: "HTTP/1.1" },
        ...{ sourceIp: "127.0.0.1", userAgent },
      },
      ...{ requestId: "replay", routeKey, stage: "$default" },
      ...{ time: now.toISOString(), timeEpoch: now.getTime() },
    },
    ...{ body: webhook.body.toString("utf8"), isBase64Encoded: false },
  };
}

function withoutDropped(headers: Record<string, unknown>): Record<string, string> {
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)] as const);
  return Object.fromEntries(lower.filter(([name]) => !dropped.includes(name)));
}
