import { once } from "node:events";
import { createServer } from "node:net";

/** Returns a port of the loopback address that was free a moment ago. */
export function freePort(): Promise<number> {
  return bind(0, "127.0.0.1");
}

/** Throws EADDRINUSE if another process uses the port; port 0 is always free. */
export async function requireFreePort(port: number, host: string): Promise<void> {
  if (port !== 0) await bind(port, host);
}

async function bind(port: number, host: string): Promise<number> {
  const server = createServer().listen(port, host);
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error(`${host} gives no port number`);
  return address.port;
}
