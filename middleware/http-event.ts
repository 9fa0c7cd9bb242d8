import type { MiddlewareObj, Request } from "@middy/core";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { InvalidError } from "../core/errors.ts";

/**
 * Rejects an event that is not an HTTP API request: a caller with permission to invoke the function can send anything.
 * Must come before every middleware that reads the request.
 */
export function httpEvent(): MiddlewareObj<APIGatewayProxyEventV2> {
  return {
    before: function httpEventBefore({ event }: Request<APIGatewayProxyEventV2>): void {
      if (!isHttpEvent(event)) throw new InvalidError("bad_request", "The event is not an HTTP request");
    },
  };
}

function isHttpEvent(event: unknown): boolean {
  if (!isObject(event) || !isObject(event.requestContext) || !isObject(event.requestContext.http))
    return false;
  const { method, path } = event.requestContext.http;
  return isText(method) && isText(path) && isHeaders(event.headers) && isBody(event.body);
}

function isHeaders(headers: unknown): boolean {
  return isObject(headers) && Object.values(headers).every(isText);
}

/** API Gateway omits an empty body. */
function isBody(body: unknown): boolean {
  return isText(body) || body === undefined || body === null;
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
