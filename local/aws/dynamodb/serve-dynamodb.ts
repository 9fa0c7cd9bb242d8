import type { IncomingMessage, RequestListener } from "node:http";
import { Readable } from "node:stream";
import dynalite from "dynalite";
import type { HttpExchange } from "../server/listen.ts";

/**
 * Returns a handler that serves DynamoDB from the files of a directory, or without one from memory. Dynalite rethrows a request's `error` event, so a worker that dies
 * during a request would end this process. The handler therefore passes it a copy of the complete request.
 */
export function createDynamoDb(path?: string): (exchange: HttpExchange) => void {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0, ...(path && { path }) });
  const [listener] = server.listeners("request") as RequestListener[];
  if (!listener) throw new Error("dynalite has no request listener");
  return ({ request, body, response }) => listener(copyOf(request, body), response);
}

function copyOf({ method, url, headers }: IncomingMessage, body: Buffer): IncomingMessage {
  return Object.assign(Readable.from(body.length > 0 ? [body] : []), {
    method,
    url,
    headers,
  }) as IncomingMessage;
}
