import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** refuses: the connection ends at once. hangs: it is taken, and nothing ever comes back. */
export type ServiceState = "up" | "refuses" | "hangs";

export interface Outage {
  /** Instead of the service's own. */
  url: string;
  state: ServiceState;
  stop(): Promise<void>;
}

/** Stands before a service of this machine, which can be down then. */
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
      // Connections that were kept alive would not notice.
      for (const socket of open) socket.destroy();
    },
    async stop() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return outage;
}
