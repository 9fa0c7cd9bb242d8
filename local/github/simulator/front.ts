import { type IncomingMessage, type RequestListener, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { errorBody, GitHubError, notFound } from "../api/github-error.ts";
import type { GitHubStore } from "../state/github-store.ts";
import type { Faults } from "./faults.ts";
import { send } from "./operations.ts";
import { readBody } from "./read-body.ts";
import { repositoryPath } from "./repository-paths.ts";

/** Stands before the simulator: reads bodies of any size, lets faults happen. */
export function createFront(simulator: RequestListener, { faults, store }: FrontParts): RequestListener {
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

export interface FrontParts {
  faults: Faults;
  store: GitHubStore;
}

async function handle(
  simulator: RequestListener,
  { faults, store }: FrontParts,
  request: IncomingMessage & { body?: unknown },
  response: ServerResponse<IncomingMessage> & { req: IncomingMessage },
): Promise<void> {
  const url = request.url ?? "/";
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
        faults.keep(() => doUnheard(simulator, request));
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

/** GitHub keeps the method of everything but a read. */
function redirect({ method, headers }: IncomingMessage, response: ServerResponse, path: string): void {
  const location = `http://${headers.host}${path}`;
  const isRead = method === "GET" || method === "HEAD";
  const message = isRead ? "Moved Permanently" : "Temporary Redirect";
  send(response, isRead ? 301 : 307, { message, url: location }, { location });
}

/** Applies a request whose sender has gone. */
function doUnheard(simulator: RequestListener, request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    const unheard = new ServerResponse(request);
    unheard.end = () => {
      resolve();
      return unheard;
    };
    simulator(request, unheard);
  });
}

/** GitHub takes slashes in the path of a file as they are; its description has one segment there. */
function encodeContentPath(url: string): string {
  return url.replace(
    /^(\/repos\/[^/]+\/[^/]+\/contents\/)([^?]+)/,
    (_whole, head: string, path: string) => head + path.replaceAll("/", "%2F"),
  );
}
