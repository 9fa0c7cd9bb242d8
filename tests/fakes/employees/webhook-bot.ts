import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";

const folder = join(import.meta.dirname, "../../fixtures/tls");
const read = (name: string): string => readFileSync(join(folder, name), "utf8");

/** A certificate for bot.example.com that signs itself; its key is in the same folder and protects nothing. */
export const botCertificate = read("certificate.pem");

export interface ReceivedMessage {
  headers: IncomingMessage["headers"];
  path: string;
  body: string;
}

/** An employee behind HTTPS on this machine, under the name bot.example.com. */
export async function startWebhookBot(
  respond: (response: ServerResponse, message: ReceivedMessage) => void,
  address = "127.0.0.1",
) {
  const messages: ReceivedMessage[] = [];
  let connections = 0;
  const server = createServer({ key: read("key.pem"), cert: botCertificate }, async (request, response) => {
    const message = { headers: request.headers, path: request.url ?? "", body: await text(request) };
    messages.push(message);
    respond(response, message);
  });
  server.on("connection", () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `https://bot.example.com:${port}/tasks`,
    host: `bot.example.com:${port}`,
    messages,
    connections: () => connections,
    async stop(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
