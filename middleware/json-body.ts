import type { MiddlewareObj, Request } from "@middy/core";
import jsonBodyParser from "@middy/http-json-body-parser";
import type { APIGatewayProxyEventV2 } from "aws-lambda";

export interface JsonEvent {
  /** The body as text: valid JSON. */
  json: string;
}

/**
 * Finds what the parser of Middy forbids: a key `__proto__` or `constructor`. A letter or underscore in a key may be
 * escaped.
 */
const suspicious = /"(?:__proto__|constructor)"\s*:|\\u00[4-7]/i;
const jsonType = /^application\/json(?:;|$)/i;

/**
 * Parses the body and keeps its text. @middy/http-json-body-parser refuses keys that could change a prototype, for which
 * it visits every value: five times the work of parsing. So it parses only texts that may contain such a key, and whatever
 * else has an error.
 */
export function jsonBody(): MiddlewareObj<APIGatewayProxyEventV2 & JsonEvent> {
  const parser = jsonBodyParser();
  return {
    before: function jsonBodyBefore(request: Request<APIGatewayProxyEventV2 & JsonEvent>): void {
      const { event } = request;
      const { body, headers, isBase64Encoded } = event;
      const text = isBase64Encoded && body ? Buffer.from(body, "base64").toString() : (body ?? "");
      event.json = text;
      const parsed =
        jsonType.test(headers["content-type"] ?? "") && !suspicious.test(text) ? parse(text) : undefined;
      // The body of the event becomes what it says, as with Middy's parser.
      if (parsed === undefined) parser.before?.(request as never);
      else Object.assign(event, { body: parsed });
    },
  };
}

/** Returns undefined for a text that is not JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
