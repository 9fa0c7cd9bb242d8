import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import type { buildApp } from "fauxqs";

/**
 * PutObject with `If-None-Match: *`, which fauxqs does not know: 412 for a key that is taken. Of two at the same time the
 * first one wins: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function keepConditionalPuts(app: ReturnType<typeof buildApp>): void {
  const underWay = new Map<string, Promise<unknown>>();

  app.addHook("onRequest", async ({ raw }, reply) => {
    if (raw.method !== "PUT" || raw.headers["if-none-match"] !== "*") return;
    const { pathname } = new URL(raw.url ?? "/", "http://s3");
    const before = underWay.get(pathname);
    const over = once(reply.raw, "close").finally(() => {
      if (underWay.get(pathname) === over) underWay.delete(pathname);
    });
    underWay.set(pathname, over);
    await before;
    const { statusCode } = await app.inject({ method: "HEAD", url: pathname, headers: hostOf(raw) });
    if (statusCode !== 200) return;
    reply.code(412).type("application/xml");
    return reply.send("<Error><Code>PreconditionFailed</Code><Message>The object exists</Message></Error>");
  });
}

const hostOf = ({ headers: { host } }: IncomingMessage) => (host ? { host } : {});
