import { type IncomingMessage, type RequestListener, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { errorBody, GitHubError, notFound } from "../api/github-error.ts";
import type { GitHubStore } from "../state/github-store.ts";
import type { Faults } from "./faults.ts";
import { send } from "./operations.ts";
import { readBody } from "./read-body.ts";
import { repositoryPath } from "./repository-paths.ts";

/** Returns the listener that reads bodies, applies faults and resolves repository names, then calls the simulator. */
export function createRequestHandler(
  simulator: RequestListener,
  { faults, store }: RequestHandlerOptions,
): RequestListener {
  return async (request, response) => {
    try {
      await handle(simulator, { faults, store }, request, response);
    } catch (error) {
      if (!(error instanceof GitHubError)) console.error(error);
      const failure = error instanceof GitHubError ? error : new GitHubError(500, "Server Error");
      if (!response.headersSent) send(response, failure.status, errorBody(failure));
    }
  };
}

export interface RequestHandlerOptions {
  faults: Faults;
  store: GitHubStore;
}

async function handle(
  simulator: RequestListener,
  { faults, store }: RequestHandlerOptions,
  request: IncomingMessage & { body?: unknown },
  response: ServerResponse<IncomingMessage> & { req: IncomingMessage },
): Promise<void> {
  // A GitHub Enterprise Server has its REST API there.
  const url = (request.url ?? "/").replace(/^\/api\/v3(?=\/)/, "");
  const path = repositoryPath(store, url);
  request.body = await readBody(request);
  if (!url.startsWith("/_sim/")) {
    const named = path.kind === "serve" ? path.url : url;
    const fault = faults.take(request.method ?? "GET", [url, named]);
    if (fault?.delayMs) await sleep(fault.delayMs);
    if (fault?.status) {
      send(response, fault.status, fault.body ?? { message: "Injected fault" }, fault.headers);
      if (fault.late) {
        request.url = encodeContentPath(named);
        faults.defer(() => applyWithoutResponse(simulator, request));
      }
      return;
    }
    if (fault?.cutAfter) {
      response.end = () => response.destroy();
    }
  }
  if (path.kind === "unknown") throw notFound();
  if (path.kind === "redirect") return redirect(request, response, path.location);
  request.url = encodeContentPath(path.url);
  simulator(request, response);
}

/** GitHub redirects reads with 301; for other methods it sends 307, so that clients keep the method. */
function redirect({ method, headers }: IncomingMessage, response: ServerResponse, path: string): void {
  const location = `http://${headers.host}${path}`;
  const isRead = method === "GET" || method === "HEAD";
  const message = isRead ? "Moved Permanently" : "Temporary Redirect";
  send(response, isRead ? 301 : 307, { message, url: location }, { location });
}

/** Applies a request whose client has already received an error. */
function applyWithoutResponse(simulator: RequestListener, request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    const discarded = new ServerResponse(request);
    discarded.end = () => {
      resolve();
      return discarded;
    };
    simulator(request, discarded);
  });
}

/** GitHub accepts slashes in the path of a file, but its OpenAPI description has one segment there. */
function encodeContentPath(url: string): string {
  return url.replace(
    /^(\/repos\/[^/]+\/[^/]+\/contents\/)([^?]+)/,
    (_whole, head: string, path: string) => head + path.replaceAll("/", "%2F"),
  );
}
