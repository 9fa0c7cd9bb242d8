import type { IncomingMessage, ServerResponse } from "node:http";

/** A request to the page or to what only the page asks for. */
export interface ConsoleRequest {
  params: string[];
  query: URLSearchParams;
  body: Record<string, unknown>;
  response: ServerResponse;
}

export interface ConsoleRoute {
  method: "GET" | "POST" | "DELETE";
  /** Matched with the whole path; its groups are the parameters, decoded. */
  path: RegExp;
  handle(request: ConsoleRequest): void | Promise<void>;
}

export function sendText(response: ServerResponse, type: string, body: string | Buffer): void {
  response.writeHead(200, { "content-type": type, "cache-control": "no-cache" });
  response.end(body);
}

export function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
}

/** The first route that fits handles the request; false when none does. */
export function runRoute(
  routes: ConsoleRoute[],
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  const url = new URL(request.url ?? "/", "http://localhost");
  for (const route of routes) {
    const match = route.method === request.method ? route.path.exec(url.pathname) : null;
    if (!match) continue;
    const body = (request as { body?: unknown }).body;
    const handle = async () =>
      await route.handle({
        params: match.slice(1).map(decodeURIComponent),
        query: url.searchParams,
        body: typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {},
        response,
      });
    handle().catch((error: NodeJS.ErrnoException) => answerFailure(response, error));
    return true;
  }
  return false;
}

function answerFailure(response: ServerResponse, error: NodeJS.ErrnoException): void {
  const absent = error.code === "ENOENT" || error instanceof URIError;
  if (!absent) console.error(error);
  if (!response.headersSent) sendJson(response, { message: error.message }, absent ? 404 : 500);
}
