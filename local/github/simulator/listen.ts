import { createServer, type RequestListener, type Server } from "node:http";
import { createFoundationSimulationServer } from "@simulacrum/foundation-simulator";
import type { Caller } from "../api/caller.ts";
import type { ApiHandlers } from "../api/exchange.ts";
import type { GitHubStore } from "../state/github-store.ts";
import { describeOperations } from "./description.ts";
import type { Faults } from "./faults.ts";
import { requireFreePort } from "./free-port.ts";
import { createFront } from "./front.ts";
import { simulatorHandlers } from "./operations.ts";
import { speakLikeGitHub } from "./wording.ts";

export interface Listening {
  port: number;
  close(): Promise<void>;
}

export interface Served {
  handlers: ApiHandlers;
  readCaller(authorization: string | undefined): Caller;
  /** Serves the page; returns false for other paths. */
  servePage(...args: Parameters<RequestListener>): boolean;
  faults: Faults;
  store: GitHubStore;
}

/** Starts the simulator with our handlers, on both loopback addresses where the machine has them. */
export async function listen(wantedPort: number, served: Served): Promise<Listening> {
  await requireFreePort(wantedPort);
  const simulator = createFoundationSimulationServer({
    simulationContextPage: "/simulation",
    openapi: [
      {
        document: describeOperations(Object.keys(served.handlers)),
        handlers: () => simulatorHandlers(served.handlers, served.readCaller),
        // GitHub's schemas are right: checking them would compile the schema of schemas for each operation.
        additionalOptions: { quick: true, ajvOpts: { validateSchema: false } },
      },
    ],
    extendRouter(router, simulation) {
      // Its log of requests grows for ever, and every request copies it.
      Object.assign(simulation.actions, { simulationLog: () => ({ type: "request", payload: {} }) });
      router.use(speakLikeGitHub);
      router.use((request: never, response: never, next: () => void) => {
        if (!served.servePage(request, response)) next();
      });
    },
  })();
  const {
    server,
    port = wantedPort,
    ensureClose,
  } = await simulator.listen({ port: wantedPort, host: "127.0.0.1" });
  const [application] = server.listeners("request");
  const front = createFront(application as RequestListener, served);
  server.removeAllListeners("request");
  server.on("request", front);
  const second = await listenOnIpv6(front, port);
  return {
    port,
    async close() {
      second?.closeAllConnections();
      second?.close();
      await ensureClose();
    },
  };
}

/** `localhost` is ::1 first on some machines; on a machine without it there is nothing to do. */
async function listenOnIpv6(front: RequestListener, port: number): Promise<Server | undefined> {
  const server = createServer(front);
  return await new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const absent = error.code === "EADDRNOTAVAIL" || error.code === "EAFNOSUPPORT";
      if (absent) resolve(undefined);
      else reject(error);
    });
    server.listen(port, "::1", () => resolve(server));
  });
}
