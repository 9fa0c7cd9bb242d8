import { randomBytes, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { OperatorError } from "../../stack/errors.ts";
import { closingPage, registrationPage } from "./registration-page.ts";

interface CodeRequest {
  /** GitHub's form for manifests, e.g. `https://github.com/settings/apps/new`. */
  registrationUrl: string;
  manifest(redirectUrl: string): object;
  /** Called with the URL that the user has to open. */
  announce(url: string): void;
  port: number;
  waitMs: number;
}

/**
 * Serves the form on this machine and waits until GitHub redirects the user back with a code. The form's URL and the
 * `state` are random, so another page or another user of this machine cannot register a different App.
 */
export async function receiveCode(request: CodeRequest): Promise<string> {
  const state = randomBytes(24).toString("base64url");
  const start = `/${randomBytes(24).toString("base64url")}`;
  const received = Promise.withResolvers<string>();
  const server = createServer((incoming, response) => {
    const url = new URL(incoming.url ?? "/", "http://127.0.0.1");
    if (incoming.method === "GET" && url.pathname === start) {
      const action = new URL(request.registrationUrl);
      action.searchParams.set("state", state);
      const address = server.address() as AddressInfo;
      const manifest = request.manifest(`http://127.0.0.1:${address.port}/registered`);
      return send(response, 200, registrationPage(action.href, manifest));
    }
    const code = url.searchParams.get("code");
    if (incoming.method !== "GET" || url.pathname !== "/registered" || !code) {
      return send(response, 404, closingPage("Not found", "Open the URL that the command printed."));
    }
    if (!isSame(url.searchParams.get("state") ?? "", state)) {
      return send(
        response,
        403,
        closingPage("Refused", "This registration was not started here. Nothing was changed."),
      );
    }
    send(response, 200, closingPage("Received", "The App was created. The command shows the next step."));
    received.resolve(code);
  });
  server.listen(request.port, "127.0.0.1");
  const timer = setTimeout(
    () =>
      received.reject(
        new OperatorError("GitHub did not confirm the registration in time.", "Repeat the command."),
      ),
    request.waitMs,
  );
  try {
    await once(server, "listening").catch((error: unknown) => {
      throw new OperatorError(`Port ${request.port} is not available.`, "Choose another --port.", {
        cause: error,
      });
    });
    request.announce(`http://127.0.0.1:${(server.address() as AddressInfo).port}${start}`);
    return await received.promise;
  } finally {
    clearTimeout(timer);
    server.close();
    server.closeIdleConnections();
  }
}

function send(response: ServerResponse, status: number, html: string): void {
  response
    .writeHead(status, {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
      "referrer-policy": "no-referrer",
      connection: "close",
    })
    .end(html);
}

function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
