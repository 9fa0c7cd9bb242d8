import type { IncomingMessage } from "node:http";
import { isRecord, parseJson } from "../../../core/json-value.ts";
import { Refusal } from "./refusal.ts";

/** Enough for the IDs of a few hundred messages and a sentence. */
const maxBytes = 64 * 1024;

/** Reads a request's JSON object. Throws Refusal for any other body. */
export async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  // Another page's form can send text, but this type needs a CORS preflight.
  if (!/^application\/json(;|$)/.test(request.headers["content-type"] ?? "")) {
    throw new Refusal(415, "not_json", "The body must be application/json.");
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      throw new Refusal(413, "too_large", `The body has more than ${maxBytes} bytes.`, "", {
        connection: "close",
      });
    }
    chunks.push(chunk);
  }
  const value = parseJson(Buffer.concat(chunks).toString("utf8"));
  if (isRecord(value)) return value;
  throw new Refusal(400, "invalid", "The body is not a JSON object.");
}
