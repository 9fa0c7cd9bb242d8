import { once } from "node:events";
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import type { Correction } from "./as-on-aws.ts";

export interface GatewayOptions {
  port: number;
  upstreamPort: number;
  /** The host name that clients would have resolved; read for every request. */
  host?: () => string;
  /** How many requests run at the same time; others wait. */
  atOnce?: number;
  /** Responses that differ from AWS's. */
  corrections?: Correction[];
}

/**
 * Acts as the place where TLS ends: sends `X-Forwarded-Proto: https` to MiniStack, whose policies and
 * distributions require it, and the name of the host that a client without our DNS could not resolve.
 */
export async function startGateway(options: GatewayOptions): Promise<{ url: string; stop(): Promise<void> }> {
  const { port, upstreamPort, host, atOnce = Number.POSITIVE_INFINITY, corrections = [] } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    if (!mayBeCorrected(incoming)) return forward(incoming, outgoing);
    const body = await buffer(incoming);
    const correction = corrections.find(({ meets }) => meets(incoming.url ?? "", body.toString()));
    forward(incoming, outgoing, body, correction);
  }

  /** Requests with a form or without a body. Everything else passes unchanged. */
  function mayBeCorrected({ method, headers }: IncomingMessage): boolean {
    const isForm = String(headers["content-type"]).startsWith("application/x-www-form-urlencoded");
    return corrections.length > 0 && (isForm || method === "GET");
  }

  function forward(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    body?: Buffer,
    correction?: Correction,
  ): void {
    // Node's own server has already answered it.
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
        if (correction) return void answerCorrected(response, outgoing, correction);
        outgoing.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(outgoing);
      },
    );
    upstream.on("error", (error) => {
      if (outgoing.headersSent) outgoing.destroy();
      else outgoing.writeHead(502, { "content-type": "text/plain" }).end(`MiniStack: ${error.message}`);
    });
    outgoing.on("close", () => upstream.destroy());
    if (body) upstream.end(body);
    else incoming.pipe(upstream);
  }

  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch(() => outgoing.destroy());
  }).listen(port, "127.0.0.1");
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

async function answerCorrected(
  response: IncomingMessage,
  outgoing: ServerResponse,
  { correct }: Correction,
): Promise<void> {
  const text = correct(String(await buffer(response)));
  const { "content-length": _, "transfer-encoding": __, ...headers } = response.headers;
  outgoing.writeHead(response.statusCode ?? 502, { ...headers, "content-length": Buffer.byteLength(text) });
  outgoing.end(text);
}
