import type { IncomingMessage } from "node:http";
import { GitHubError } from "../api/github-error.ts";

const maxBytes = 25 * 1024 * 1024;

/**
 * Returns the body as JSON whatever its content type, as GitHub does, or the fields of a form; undefined if it is empty.
 * Reads up to 25 MB because the simulator itself stops at 100 kB. Throws 413 and 400 as GitHub does.
 */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new GitHubError(413, "Payload too large");
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString("utf8");
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    const type = request.headers["content-type"] ?? "";
    if (type.startsWith("application/x-www-form-urlencoded")) {
      return Object.fromEntries(new URLSearchParams(text));
    }
    throw new GitHubError(400, "Problems parsing JSON");
  }
}
