import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { errorBody, GitHubError } from "../api/github-error.ts";
import type { Faults } from "./faults.ts";
import { send } from "./operations.ts";
import { readBody } from "./read-body.ts";

/** Stands before the simulator: reads bodies of any size, lets faults happen. */
export function createFront(simulator: RequestListener, faults: Faults): RequestListener {
  return async (request, response) => {
    try {
      await handle(simulator, faults, request, response);
    } catch (error) {
      if (!(error instanceof GitHubError)) console.error(error);
      const failure = error instanceof GitHubError ? error : new GitHubError(500, "Server Error");
      if (!response.headersSent) send(response, failure.status, errorBody(failure));
    }
  };
}

async function handle(
  simulator: RequestListener,
  faults: Faults,
  request: IncomingMessage & { body?: unknown },
  response: ServerResponse<IncomingMessage> & { req: IncomingMessage },
): Promise<void> {
  const url = request.url ?? "/";
  request.body = await readBody(request);
  request.url = encodeContentPath(url);
  if (!url.startsWith("/_sim/")) {
    const fault = faults.take(request.method ?? "GET", url);
    if (fault?.delayMs) await sleep(fault.delayMs);
    if (fault?.status) {
      send(response, fault.status, fault.body ?? { message: "Injected fault" }, fault.headers);
      return;
    }
    if (fault?.cutAfter) {
      response.end = () => response.destroy();
    }
  }
  simulator(request, response);
}

/** GitHub takes slashes in the path of a file as they are; its description has one segment there. */
function encodeContentPath(url: string): string {
  return url.replace(
    /^(\/repos\/[^/]+\/[^/]+\/contents\/)([^?]+)/,
    (_whole, head: string, path: string) => head + path.replaceAll("/", "%2F"),
  );
}
