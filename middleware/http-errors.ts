import type { MiddlewareObj, Request } from "@middy/core";
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { AutomationError, InvalidError, RetryableError } from "../core/errors.ts";

/** The status of every refusal. docs/webhook-api.md and docs/callbacks.md are the tables for callers. */
const statusOf: Record<string, number> = {
  bad_json: 400,
  bad_request: 400,
  invalid_payload: 400,
  malformed_header: 400,
  missing_header: 400,
  missing_signature: 401,
  bad_signature: 401,
  stale_signature: 401,
  not_through_edge: 403,
  not_found: 404,
  method_not_allowed: 405,
  wrong_attempt: 409,
  too_large: 413,
  unsupported_media_type: 415,
};

/** Returns a JSON response of the HTTP API. It may not be cached unless `cacheControl` allows it. */
export function jsonResponse(
  statusCode: number,
  body: unknown,
  cacheControl = "no-store",
): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode,
    headers: { "content-type": "application/json; charset=utf-8", "cache-control": cacheControl },
    body: JSON.stringify(body),
  };
}

/** Returns the response if a store does not respond in time. */
export function unavailableResponse(): APIGatewayProxyStructuredResultV2 {
  return jsonResponse(503, { error: { code: "unavailable", message: again } });
}

const again = "It may not have been accepted; deliver it again later";

/**
 * Turns an error into an HTTP response. Must be first in the chain: `onError` runs in reverse, so every other middleware
 * sees the error before it becomes a response.
 */
export function httpErrors(): MiddlewareObj<unknown, APIGatewayProxyStructuredResultV2> {
  return {
    onError: function httpErrorsOnError(request: Request<unknown, APIGatewayProxyStructuredResultV2>): void {
      const { status, code, message } = httpError(request.error);
      request.response = jsonResponse(status, { error: { code, message } });
    },
  };
}

/** Returns the response to an error. A 5xx reveals nothing about the cause. */
export function httpError(error: unknown): { status: number; code: string; message: string } {
  const refusal = refusalOf(error);
  if (refusal) return { status: statusOf[refusal.code] ?? 400, code: refusal.code, message: refusal.message };
  if (error instanceof RetryableError) {
    return { status: 503, code: "unavailable", message: again };
  }
  return { status: 500, code: "internal_error", message: again };
}

/** Returns the caller's mistake; null for any other error. @middy/http-json-body-parser sets a `statusCode`. */
function refusalOf(error: unknown): { code: string; message: string } | null {
  if (error instanceof InvalidError) return error;
  if (error instanceof AutomationError || !(error instanceof Error)) return null;
  const status = "statusCode" in error ? error.statusCode : undefined;
  if (status === 415) {
    const message = "Set the content type to application/json";
    return { code: "unsupported_media_type", message };
  }
  if (status === 422) return { code: "bad_json", message: "The body is not acceptable JSON" };
  return null;
}
