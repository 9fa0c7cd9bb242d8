import type { IncomingMessage } from "node:http";
import { Refusal } from "./refusal.ts";

/** The ids of a few hundred messages and a sentence. */
const maxBytes = 64 * 1024;

/** The JSON object that a request brings. Throws Refusal for anything else. */
export async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  // A form of another page can send text, but not this type without asking first.
  if (!/^application\/json(;|$)/.test(request.headers["content-type"] ?? "")) {
    throw new Refusal(415, "not_json", "It has to be application/json.");
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      throw new Refusal(413, "too_large", `It has more than ${maxBytes} bytes.`, "", { connection: "close" });
    }
    chunks.push(chunk);
  }
  const value = parsed(Buffer.concat(chunks).toString("utf8"));
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw new Refusal(400, "invalid", "It is not a JSON object.");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
