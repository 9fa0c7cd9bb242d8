import type { IncomingMessage, ServerResponse } from "node:http";
import { asRecord } from "../../../core/json-value.ts";
import type { Caller } from "../api/caller.ts";
import type { ApiHandler, ApiHandlers } from "../api/exchange.ts";
import { errorBody, GitHubError } from "../api/github-error.ts";

/** A request as the simulator passes it on: with the parsed body and the original path. */
export interface SimulatorRequest extends IncomingMessage {
  body?: unknown;
  originalUrl: string;
}

interface Operation {
  request: { params: Record<string, string | string[]> };
  operation: { externalDocs?: { url?: string } };
}

type SimulatorHandler = (
  operation: Operation,
  request: SimulatorRequest,
  response: ServerResponse,
) => Promise<void>;

/** Wraps our handlers in the signature that the simulator calls; adds GitHub's headers and error bodies. */
export function simulatorHandlers(
  handlers: ApiHandlers,
  readCaller: (authorization: string | undefined) => Caller,
): Record<string, SimulatorHandler> {
  const entries = Object.entries(handlers).map(([id, handler]): [string, SimulatorHandler] => [
    id,
    (operation, request, response) => respond(handler, readCaller, operation, request, response),
  ]);
  return Object.fromEntries(entries);
}

async function respond(
  handler: ApiHandler,
  readCaller: (authorization: string | undefined) => Caller,
  { request: matched, operation }: Operation,
  request: SimulatorRequest,
  response: ServerResponse,
): Promise<void> {
  try {
    const params = Object.entries(matched.params).map(([name, value]) => [name, String(value)]);
    const { status, headers, body } = await handler({
      params: Object.fromEntries(params),
      query: new URL(request.originalUrl, "http://localhost").searchParams,
      url: request.originalUrl,
      headers: request.headers,
      body: asRecord(request.body),
      caller: readCaller(request.headers.authorization),
    });
    send(response, status, body, headers);
  } catch (error) {
    const failure = error instanceof GitHubError ? error : new GitHubError(500, "Server Error");
    if (failure !== error) console.error(error);
    send(response, failure.status, errorBody(failure, operation.externalDocs?.url));
  }
}

export function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const text = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
  response.writeHead(status, {
    ...(text !== undefined && { "content-type": "application/json; charset=utf-8" }),
    "x-github-media-type": "github.v3; format=json",
    "x-github-api-version-selected": "2022-11-28",
    "x-ratelimit-limit": "15000",
    "x-ratelimit-remaining": "14999",
    "x-ratelimit-resource": "core",
    ...headers,
  });
  response.end(text);
}
