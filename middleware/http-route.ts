import type { MiddlewareObj, Request } from "@middy/core";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { InvalidError } from "../core/errors.ts";

interface HttpRouteOptions {
  method: string;
  /** May end with a parameter, `/callbacks/{id}`: any text without a slash. */
  path: string;
  /** Largest accepted body in bytes, as sent. */
  maxBytes: number;
}

const edgePrefix = /^\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=\/)/;

/** Rejects every other path, every other method and bodies that are too large. Sets the path's parameter. */
export function httpRoute({
  method,
  path,
  maxBytes,
}: HttpRouteOptions): MiddlewareObj<APIGatewayProxyEventV2> {
  if (!(maxBytes > 0)) throw new TypeError("httpRoute: maxBytes must be a positive number");
  const [prefix = "", parameter] = path.split(/\{(\w+)\}$/);
  return {
    before: function httpRouteBefore({ event }: Request<APIGatewayProxyEventV2>): void {
      const { http, stage } = event.requestContext;
      const given = withoutPrefix(http.path, stage);
      const value = given.startsWith(prefix) ? given.slice(prefix.length) : null;
      const isKnown = parameter ? value !== null && /^[^/]+$/.test(value) : given === path;
      if (!isKnown) throw new InvalidError("not_found", `Use ${method} ${path}`);
      if (parameter && value) event.pathParameters = { [parameter]: value };
      if (http.method !== method) throw new InvalidError("method_not_allowed", `Use ${method} ${path}`);
      if (bodyBytes(event) > maxBytes) {
        throw new InvalidError("too_large", `The body is larger than ${maxBytes} bytes`);
      }
    },
  };
}

/**
 * Removes a path's prefix. API Gateway prepends a named stage, but not `$default`. CloudFront prepends the stack's ID, for
 * which the API has routes of its own (resources/http-api.yml).
 */
function withoutPrefix(path: string, stage: string): string {
  if (path.startsWith(`/${stage}/`)) return path.slice(stage.length + 1);
  return path.replace(edgePrefix, "");
}

function bodyBytes({ body, isBase64Encoded }: APIGatewayProxyEventV2): number {
  if (!body) return 0;
  return Buffer.byteLength(body, isBase64Encoded ? "base64" : undefined);
}
