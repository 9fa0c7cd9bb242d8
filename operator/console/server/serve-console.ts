import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { ApiRoute } from "../api/route.ts";
import { type AccessRules, admit } from "./admission.ts";
import { pageFiles } from "./page-files.ts";
import { readJson } from "./read-json.ts";
import { notFound, Refusal } from "./refusal.ts";
import { sendFailure, sendFile, sendJson } from "./responses.ts";

interface ConsoleOptions extends AccessRules {
  /** Creates the endpoints below `api/` at the first request. */
  routes(): Promise<ApiRoute[]>;
  /** Reports an unexpected error, which the page shows too. */
  failed(error: unknown): void;
}

export interface Console {
  /** Includes the token. */
  url: string;
  close(): Promise<void>;
}

/** Serves the page and its endpoints on the loopback address only; port 0 chooses a free port. */
export async function serveConsole({ token, ...options }: ConsoleOptions): Promise<Console> {
  const file = pageFiles();
  let routes: Promise<ApiRoute[]> | null = null;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { path, query } = admit(request, { port, token });
    if (path.startsWith("api/")) {
      routes ??= options.routes();
      return answerApi(await routes, path.slice("api/".length), query, request, response);
    }
    const found = await file(path);
    if (!found) throw notFound();
    if (request.method !== "GET") throw wrongMethod(["GET"]);
    sendFile(response, found.type, found.body);
  }

  const server = createServer((request, response) => {
    response.on("error", () => {});
    answer(request, response).catch((error: unknown) => {
      if (!(error instanceof Refusal)) options.failed(error);
      if (!response.headersSent) sendFailure(response, error);
    });
  });
  server.listen(options.port, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: token === null ? `http://localhost:${port}/` : `http://127.0.0.1:${port}/${token}/`,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answerApi(
  routes: ApiRoute[],
  path: string,
  query: URLSearchParams,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const matching = routes.filter((one) => one.path.test(path));
  const route = matching.find(({ method }) => method === request.method);
  if (!route) throw matching.length === 0 ? notFound() : wrongMethod(matching.map(({ method }) => method));
  const [, ...params] = route.path.exec(path) ?? [];
  const body = request.method === "POST" ? await readJson(request) : {};
  sendJson(response, 200, await route.handle({ params, query, body }));
}

function wrongMethod(methods: string[]): Refusal {
  return new Refusal(405, "wrong_method", "This method is not allowed here.", "", {
    allow: methods.join(", "),
  });
}
