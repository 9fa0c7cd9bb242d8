import type { IncomingMessage, ServerResponse } from "node:http";

/** A request for the page, or from it. */
export interface PageRequest {
  params: string[];
  query: URLSearchParams;
  body: Record<string, unknown>;
  response: ServerResponse;
}

export interface PageRoute {
  method: "GET" | "POST" | "DELETE";
  /** Matches the whole path; its groups, URL-decoded, become `params`. */
  path: RegExp;
  handle(request: PageRequest): void | Promise<void>;
}

export function sendText(response: ServerResponse, type: string, body: string | Buffer): void {
  response.writeHead(200, { "content-type": type, "cache-control": "no-cache" });
  response.end(body);
}

export function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
}

/** Runs the first route that matches; returns false if none does. */
export function runRoute(routes: PageRoute[], request: IncomingMessage, response: ServerResponse): boolean {
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
    handle().catch((error: NodeJS.ErrnoException) => sendFailure(response, error));
    return true;
  }
  return false;
}

function sendFailure(response: ServerResponse, error: NodeJS.ErrnoException): void {
  const isMissing = error.code === "ENOENT" || error instanceof URIError;
  if (!isMissing) console.error(error);
  if (!response.headersSent) sendJson(response, { message: error.message }, isMissing ? 404 : 500);
}
