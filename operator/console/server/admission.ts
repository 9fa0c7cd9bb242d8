import { timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { notFound, Refusal } from "./refusal.ts";

export interface AccessRules {
  port: number;
  /** Secret first segment of every path, known only to the user who got the URL; null for none. */
  token: string | null;
}

export interface Admitted {
  /** Path below the token, without the leading slash; empty for the page itself. */
  path: string;
  query: URLSearchParams;
}

/**
 * Admits a request to the console, or throws Refusal. The console acts with the user's credentials, and every page in
 * the user's browser and every user of the machine can reach its port. So the host name has to be this machine's, which
 * stops DNS rebinding; the token has to be right; and other pages may not send requests.
 */
export function admit(
  { method, url = "/", headers }: IncomingMessage,
  { port, token }: AccessRules,
): Admitted {
  const { host = "" } = headers;
  if (![`127.0.0.1:${port}`, `localhost:${port}`].includes(host)) {
    throw new Refusal(
      403,
      "wrong_host",
      "This is not the console's host name.",
      "Open the URL that the command printed.",
    );
  }
  // A URL that does not begin with a slash would contain another host.
  if (!url.startsWith("/")) throw notFound();
  const { pathname, searchParams } = new URL(`http://${host}${url}`);
  const path = token === null ? pathname.slice(1) : belowToken(pathname, token);
  // A link may open the page itself, which contains no data.
  if (path !== "") requireOwnPage(method, headers, `http://${host}`);
  return { path, query: searchParams };
}

function belowToken(pathname: string, token: string): string {
  const [, first = "", ...rest] = pathname.split("/");
  const [given, expected] = [Buffer.from(first), Buffer.from(token)];
  const isSame = given.length === expected.length && timingSafeEqual(given, expected);
  if (!isSame || rest.length === 0) throw notFound();
  return rest.join("/");
}

/** Browsers send the origin of requests, and never leave out both headers for a POST. */
function requireOwnPage(method: string | undefined, headers: IncomingHttpHeaders, own: string): void {
  const { origin, "sec-fetch-site": site } = headers;
  const fromElsewhere = site !== undefined && site !== "same-origin" && site !== "none";
  const originMissing = method === "POST" && origin === undefined;
  if (fromElsewhere || originMissing || (origin !== undefined && origin !== own)) {
    throw new Refusal(
      403,
      "cross_origin",
      "Another page may not send requests.",
      "Use the console's own page.",
    );
  }
}
