import type { Request } from "@middy/core";
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { AutomationError } from "../core/errors.ts";
import type { Metrics } from "../core/metrics.ts";
import { httpError } from "./http-errors.ts";
import type { EndedRequest } from "./request-end.ts";
import type { WebhookEvent } from "./validation.ts";

const badSignatures = ["bad_signature", "missing_signature"];

/** Counts how each request ended: accepted, duplicate, ignored, refused or failed. For Middy's `requestEnd`. */
export function webhookMetrics({ metrics }: { metrics: Metrics }) {
  return function countWebhook(untyped: EndedRequest): void {
    const { event, response, error } = untyped as Request<WebhookEvent, APIGatewayProxyStructuredResultV2>;
    if (error) countError(error, metrics);
    else countAnswer(event, response?.statusCode, metrics);
  };
}

function countError(error: unknown, metrics: Metrics): void {
  const { status, code } = httpError(error);
  if (status >= 500) {
    metrics.count("WebhookFailed", { reason: error instanceof AutomationError ? error.code : code });
    return;
  }
  metrics.count("WebhookRefused", { reason: code });
  if (badSignatures.includes(code)) metrics.count("SignatureFailed");
}

function countAnswer({ webhook }: WebhookEvent, status: number | undefined, metrics: Metrics): void {
  const { classified } = webhook;
  if (classified.kind === "ping") metrics.count("WebhookIgnored", { reason: "ping" });
  else if (classified.kind === "ignored") metrics.count("WebhookIgnored", { reason: classified.reason });
  else if (status === 202) metrics.count("WebhookAccepted");
  else metrics.count("DuplicateFound", { level: "transport" });
}
