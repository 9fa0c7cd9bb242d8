import { timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { notFound, Refusal } from "./refusal.ts";

export interface Gate {
  port: number;
  /** What every path begins with, so that only who was given the address gets in; null: nothing. */
  token: string | null;
}

export interface Admitted {
  /** Below the token, without the slash in front: empty is the page itself. */
  path: string;
  query: URLSearchParams;
}

/**
 * Who may ask. The console acts with a person's credentials, and every page in that person's browser and every user of
 * that machine can reach its port: so the name that it was called by has to be this machine's (a name that somebody
 * else points at it is refused), the token has to be there, and other pages may not ask at all. Throws Refusal.
 */
export function admit({ method, url = "/", headers }: IncomingMessage, { port, token }: Gate): Admitted {
  const { host = "" } = headers;
  if (![`127.0.0.1:${port}`, `localhost:${port}`].includes(host)) {
    throw new Refusal(
      403,
      "wrong_host",
      "This is not the console's name.",
      "Use the address it has printed.",
    );
  }
  // What does not begin with a slash would bring its own host along.
  if (!url.startsWith("/")) throw notFound();
  const { pathname, searchParams } = new URL(`http://${host}${url}`);
  const path = token === null ? pathname.slice(1) : belowToken(pathname, token);
  // The page itself may be come to by a link; nothing that it shows or does is in it.
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

/** Browsers say where a request comes from, and leave out neither header when it changes something. */
function requireOwnPage(method: string | undefined, headers: IncomingHttpHeaders, own: string): void {
  const { origin, "sec-fetch-site": site } = headers;
  const fromElsewhere = site !== undefined && site !== "same-origin" && site !== "none";
  const originMissing = method === "POST" && origin === undefined;
  if (fromElsewhere || originMissing || (origin !== undefined && origin !== own)) {
    throw new Refusal(403, "cross_origin", "Another page may not ask.", "Use the console's own page.");
  }
}
