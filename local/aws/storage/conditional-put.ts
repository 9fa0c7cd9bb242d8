import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import type { buildApp } from "fauxqs";

/**
 * Adds PutObject with `If-None-Match: *`, which fauxqs lacks: it returns 412 if the key exists. Of two concurrent requests,
 * the first one wins: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function supportConditionalPuts(app: ReturnType<typeof buildApp>): void {
  const inFlight = new Map<string, Promise<unknown>>();

  app.addHook("onRequest", async ({ raw }, reply) => {
    if (raw.method !== "PUT" || raw.headers["if-none-match"] !== "*") return;
    const { pathname } = new URL(raw.url ?? "/", "http://s3");
    const previous = inFlight.get(pathname);
    const closed = once(reply.raw, "close").finally(() => {
      if (inFlight.get(pathname) === closed) inFlight.delete(pathname);
    });
    inFlight.set(pathname, closed);
    await previous;
    const { statusCode } = await app.inject({ method: "HEAD", url: pathname, headers: hostOf(raw) });
    if (statusCode !== 200) return;
    reply.code(412).type("application/xml");
    return reply.send("<Error><Code>PreconditionFailed</Code><Message>The object exists</Message></Error>");
  });
}

const hostOf = ({ headers: { host } }: IncomingMessage) => (host ? { host } : {});
