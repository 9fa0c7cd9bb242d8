import { once } from "node:events";
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from "node:http";

export interface GatewayOptions {
  port: number;
  upstreamPort: number;
  /** The name under which clients would have found this host; asked at every request. */
  host?: () => string;
  /** The requests that go on at the same time; others wait. */
  atOnce?: number;
}

/**
 * Stands where TLS ends: says `X-Forwarded-Proto: https` to MiniStack, whose policies and distributions ask for it, and
 * the name of the host that a client without our DNS could not resolve.
 */
export async function startGateway(options: GatewayOptions): Promise<{ url: string; stop(): Promise<void> }> {
  const { port, upstreamPort, host, atOnce = Number.POSITIVE_INFINITY } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });

  function forward(incoming: IncomingMessage, outgoing: ServerResponse): void {
    // Answered here already, by Node's own server.
    const { expect: _, ...headers } = incoming.headers;
    const upstream = request(
      {
        agent,
        host: "127.0.0.1",
        port: upstreamPort,
        method: incoming.method,
        path: incoming.url,
        headers: { ...headers, "x-forwarded-proto": "https", ...(host ? { host: host() } : {}) },
      },
      (response) => {
        outgoing.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(outgoing);
      },
    );
    upstream.on("error", (error) => {
      if (outgoing.headersSent) outgoing.destroy();
      else outgoing.writeHead(502, { "content-type": "text/plain" }).end(`MiniStack: ${error.message}`);
    });
    outgoing.on("close", () => upstream.destroy());
    incoming.pipe(upstream);
  }

  const server = createServer(forward).listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      server.close();
      server.closeAllConnections();
      agent.destroy();
    },
  };
}
