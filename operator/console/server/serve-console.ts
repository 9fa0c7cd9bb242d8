import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { ApiRoute } from "../api/route.ts";
import { admit, type Gate } from "./admission.ts";
import { sendFailure, sendFile, sendJson } from "./answers.ts";
import { pageFiles } from "./page-files.ts";
import { readJson } from "./read-json.ts";
import { notFound, Refusal } from "./refusal.ts";

export interface ConsoleOptions extends Gate {
  /** What the page asks for, under `api/`; made when it is first asked. */
  routes(): Promise<ApiRoute[]>;
  /** Something failed that should not; the page is told of it too. */
  failed(error: unknown): void;
}

export interface Console {
  /** With the token, as it is to be opened. */
  url: string;
  close(): Promise<void>;
}

/** Serves the page and what it asks for on the loopback address alone; port 0 takes a free one. */
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
  const there = routes.filter((one) => one.path.test(path));
  const route = there.find(({ method }) => method === request.method);
  if (!route) throw there.length === 0 ? notFound() : wrongMethod(there.map(({ method }) => method));
  const [, ...params] = route.path.exec(path) ?? [];
  const body = request.method === "POST" ? await readJson(request) : {};
  sendJson(response, 200, await route.handle({ params, query, body }));
}

function wrongMethod(methods: string[]): Refusal {
  return new Refusal(405, "wrong_method", "That cannot be done here.", "", { allow: methods.join(", ") });
}
