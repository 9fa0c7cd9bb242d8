import type { ServerResponse } from "node:http";
import { toAwsError } from "./aws-error.ts";

export function sendJson(
  response: ServerResponse,
  statusCode: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response
    .writeHead(statusCode, { "content-type": "application/json", ...headers })
    .end(JSON.stringify(body));
}

/** Sends an error as Lambda's REST API does: the code in a header, the message in the body. */
export function sendError(response: ServerResponse, error: unknown): void {
  const { name, statusCode, message } = toAwsError(error, "ServiceException");
  sendJson(response, statusCode, { Type: "User", Message: message }, { "x-amzn-errortype": name });
}
