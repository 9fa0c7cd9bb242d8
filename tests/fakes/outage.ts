import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** refuses: the connection is closed at once. hangs: it is accepted, and no response ever arrives. */
export type ServiceState = "up" | "refuses" | "hangs";

export interface Outage {
  /** Used instead of the service's own URL. */
  url: string;
  state: ServiceState;
  stop(): Promise<void>;
}

/** Starts a proxy to a local service, which can take the service down. */
export async function startOutage(serviceUrl: string): Promise<Outage> {
  const { hostname, port } = new URL(serviceUrl);
  const open = new Set<Socket>();
  const keep = (socket: Socket) => {
    open.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => open.delete(socket));
    return socket;
  };
  const server = createServer((caller) => {
    keep(caller);
    if (outage.state === "refuses") caller.destroy();
    if (outage.state !== "up") return;
    const service = keep(connect(Number(port), hostname));
    caller.pipe(service).pipe(caller);
    caller.on("close", () => service.destroy());
    service.on("close", () => caller.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  let state: ServiceState = "up";
  const outage: Outage = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get state() {
      return state;
    },
    set state(next) {
      state = next;
      // Kept-alive connections would not notice.
      for (const socket of open) socket.destroy();
    },
    async stop() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return outage;
}
