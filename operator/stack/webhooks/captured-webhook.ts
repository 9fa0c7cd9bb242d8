import { signWebhook } from "../../../adapters/github/sign-webhook.ts";
import { asRecord, parseJson } from "../../../core/json-value.ts";
import { OperatorError } from "../errors.ts";

/** A webhook as GitHub sent it, without its signature: it is signed again before it is sent. */
export interface CapturedWebhook {
  /** Lower case. */
  headers: Record<string, string>;
  body: Buffer;
}

/** Headers of the connection, and signatures with a secret that may no longer be valid. */
const droppedHeaders = ["content-length", "host", "connection", "x-hub-signature", "x-hub-signature-256"];

/**
 * Reads a webhook as an event of API Gateway, the format of `capture` and of
 * tests/fixtures/captured/issue-comment-created.json. Throws OperatorError for any other text.
 */
export function readCapturedWebhook(text: string, where: string): CapturedWebhook {
  const { headers, body, isBase64Encoded } = asRecord(parseJson(text));
  const webhook = {
    headers: sendableHeaders(asRecord(headers)),
    body: Buffer.from(typeof body === "string" ? body : "", isBase64Encoded === true ? "base64" : "utf8"),
  };
  if (webhook.headers["x-github-event"] && webhook.headers["x-github-delivery"] && webhook.body.length > 0) {
    return webhook;
  }
  const advice = "Use a file that `capture` wrote: GitHub's headers and a body.";
  throw new OperatorError(`${where} is not a captured webhook.`, advice);
}

/** Returns the webhook of an attempt: https://docs.github.com/en/rest/apps/webhooks#get-a-delivery-for-an-app-webhook */
export function webhookOfAttempt(attempt: unknown): CapturedWebhook {
  const { headers, payload } = asRecord(asRecord(attempt).request);
  return {
    // GitHub stores the payload, not the form that it may have been sent as.
    headers: { ...sendableHeaders(asRecord(headers)), "content-type": "application/json" },
    body: Buffer.from(JSON.stringify(payload)),
  };
}

/** Returns the webhook's headers with a new signature. */
export function signedHeaders({ headers, body }: CapturedWebhook, secret: string): Record<string, string> {
  return { ...headers, "x-hub-signature-256": signWebhook(body, secret) };
}

/**
 * Returns the event to invoke receive-webhook with. Its `apiId` passes the origin check; a request from outside cannot
 * use it, because API Gateway sets its own.
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

function sendableHeaders(headers: Record<string, unknown>): Record<string, string> {
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)] as const);
  return Object.fromEntries(lower.filter(([name]) => !droppedHeaders.includes(name)));
}
