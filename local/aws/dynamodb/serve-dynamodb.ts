import type { IncomingMessage, RequestListener } from "node:http";
import { Readable } from "node:stream";
import dynalite from "dynalite";
import type { HttpExchange } from "../server/listen.ts";

/**
 * DynamoDB in memory. Dynalite rethrows a request's `error` event, so a worker killed in mid-request would
 * end this process: it is given a replay of the request, whose body has arrived completely.
 */
export function createDynamoDb(): (exchange: HttpExchange) => void {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  const [listener] = server.listeners("request") as RequestListener[];
  if (!listener) throw new Error("dynalite has no request listener");
  return ({ request, body, response }) => listener(replay(request, body), response);
}

function replay({ method, url, headers }: IncomingMessage, body: Buffer): IncomingMessage {
  return Object.assign(Readable.from(body.length > 0 ? [body] : []), {
    method,
    url,
    headers,
  }) as IncomingMessage;
}
