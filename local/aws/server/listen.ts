import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

export interface HttpExchange {
  request: IncomingMessage;
  /** The complete body, read before the handler runs. */
  body: Buffer;
  response: ServerResponse;
}

export interface Listener {
  /** `http://127.0.0.1:<port>`: with an IP address, S3 clients use path style and need no DNS. */
  url: string;
  close(): Promise<void>;
}

/** Starts an HTTP server on 127.0.0.1; port 0 selects a free one. Ignores clients that disconnect during a request. */
export async function listen(handle: (exchange: HttpExchange) => Promise<void>, port = 0): Promise<Listener> {
  const server = createServer((request, response) => {
    response.on("error", () => {});
    buffer(request)
      .then((body) => handle({ request, body, response }))
      .catch(() => response.destroy());
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
