import { randomUUID } from "node:crypto";
import type { APIGatewayProxyStructuredResultV2, Context } from "aws-lambda";
import { startHttpServer } from "./http-server.ts";
import { signedEvent } from "./webhooks/signed-event.ts";

type Handler = (event: never, context: Context) => Promise<APIGatewayProxyStructuredResultV2>;

/** Serves the function of webhooks or of callbacks over HTTP as API Gateway calls it, with the function's own time limit. */
export async function startWebhookServer(handler: Handler, limitMs = 8_000) {
  const server = await startHttpServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
    const { method = "POST", url: path = "/" } = request;
    const event = signedEvent("any", undefined, { body: Buffer.concat(chunks), method, path });
    const ends = Date.now() + limitMs;
    const context = { awsRequestId: randomUUID(), getRemainingTimeInMillis: () => ends - Date.now() };
    const answer = await handler(
      { ...event, headers: Object.fromEntries(headers) } as never,
      context as Context,
    );
    response.writeHead(answer.statusCode ?? 200, answer.headers as Record<string, string>).end(answer.body);
  });
  return { url: `${server.url}/webhooks/github`, origin: server.url, stop: server.stop };
}
