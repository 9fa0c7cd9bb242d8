import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { protocolOf } from "./model-protocols.ts";

/**
 * The fake's response to a request: an answer, an error with that status, no answer at all, or a broken
 * connection.
 */
export type ModelBehaviour =
  | { kind: "answer"; text: string; finish?: "stop" | "length" | "content-filter" }
  | { kind: "error"; status: number; message?: string; headers?: Record<string, string> }
  | { kind: "redirect"; location: string }
  | { kind: "garbage" }
  | { kind: "hang" }
  | { kind: "reset" };

export interface RecordedRequest {
  path: string;
  headers: Record<string, string>;
  body: Record<string, unknown>;
}

export interface FakeModelProvider {
  url: string;
  requests: RecordedRequest[];
  /** The next requests get these responses, in order; the last one stays. */
  behave: (...behaviours: ModelBehaviour[]) => void;
  /** Resolves when a request has arrived that gets no response. */
  hanging: () => Promise<void>;
  stop: () => Promise<void>;
}

/**
 * Speaks Anthropic's Messages API, the OpenAI-compatible chat completions and Bedrock's Converse API over
 * HTTP, on a free port. https://docs.anthropic.com/en/api/messages,
 * https://platform.openai.com/docs/api-reference/chat,
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
 */
export async function startModelProvider(): Promise<FakeModelProvider> {
  const requests: RecordedRequest[] = [];
  let queue: ModelBehaviour[] = [{ kind: "answer", text: "All good." }];
  let onHang = (): void => {};
  const hangs = new Promise<void>((resolve) => {
    onHang = resolve;
  });

  const server = createServer((request, response) => {
    void record(request).then((recorded) => {
      requests.push(recorded);
      const behaviour = queue.length > 1 ? queue.shift() : queue[0];
      if (behaviour) respond(behaviour, recorded.path, request, response);
    });
  });

  function respond(
    behaviour: ModelBehaviour,
    path: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): void {
    const protocol = protocolOf(path);
    switch (behaviour.kind) {
      case "answer": {
        const { text, finish = "stop" } = behaviour;
        if (protocol) send(response, 200, protocol.answer(text, finish));
        else send(response, 404, { error: { message: `no such path: ${path}` } });
        break;
      }
      case "error": {
        const { status, message = "it failed", headers } = behaviour;
        send(response, status, protocol?.error(status, message) ?? {}, headers);
        break;
      }
      case "redirect":
        send(response, 307, {}, { location: behaviour.location });
        break;
      case "garbage":
        response.writeHead(200, { "content-type": "text/html" }).end("<html>a proxy's page</html>");
        break;
      case "hang":
        onHang();
        break;
      case "reset":
        request.socket.resetAndDestroy();
    }
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    behave: (...behaviours) => {
      queue = behaviours;
    },
    hanging: () => hangs,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function record(request: IncomingMessage): Promise<RecordedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return {
    path: request.url ?? "",
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    ),
    body: JSON.parse(Buffer.concat(chunks).toString() || "{}") as Record<string, unknown>,
  };
}

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const ids = { "request-id": "req_0123", "x-request-id": "req_0123", "x-amzn-requestid": "req_0123" };
  response
    .writeHead(status, { "content-type": "application/json", ...ids, ...headers })
    .end(JSON.stringify(body));
}
