import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { generate } from "selfsigned";

/** A certificate for bot.example.com that signs itself. */
const { cert, private: key } = await generate([{ name: "commonName", value: "bot.example.com" }], {
  keyType: "ec",
  extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: "bot.example.com" }] }],
});

export const botCertificate = cert;

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
  const server = createServer({ key, cert }, async (request, response) => {
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
