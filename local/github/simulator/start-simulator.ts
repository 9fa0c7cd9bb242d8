import { createServer, type RequestListener, type Server } from "node:http";
import { createFoundationSimulationServer } from "@simulacrum/foundation-simulator";
import { requireFreePort } from "../../free-port.ts";
import type { Caller } from "../api/caller.ts";
import type { ApiHandlers } from "../api/exchange.ts";
import { serveGraphql } from "../graphql/serve-graphql.ts";
import type { GitHubStore } from "../state/github-store.ts";
import { describeOperations } from "./description.ts";
import type { Faults } from "./faults.ts";
import { createRequestHandler } from "./handle-request.ts";
import { simulatorHandlers } from "./operations.ts";
import { translateErrors } from "./translate-errors.ts";

export interface Simulator {
  port: number;
  close(): Promise<void>;
}

export interface SimulatorOptions {
  /** 0 selects a free port. */
  port: number;
  handlers: ApiHandlers;
  readCaller(authorization: string | undefined): Caller;
  /** Serves the page; returns false for other paths. */
  servePage(...args: Parameters<RequestListener>): boolean;
  faults: Faults;
  store: GitHubStore;
}

/**
 * Starts the simulator with our handlers on 127.0.0.1, and on ::1 if the machine has it. Throws EADDRINUSE if the port is
 * in use.
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  // The simulator itself would crash.
  await requireFreePort(options.port, "127.0.0.1");
  const simulator = createFoundationSimulationServer({
    simulationContextPage: "/simulation",
    openapi: [
      {
        document: describeOperations(Object.keys(options.handlers)),
        handlers: () => simulatorHandlers(options.handlers, options.readCaller),
        // GitHub's schemas are valid. Checking them would compile the schema of schemas for each operation.
        additionalOptions: { quick: true, ajvOpts: { validateSchema: false } },
      },
    ],
    extendRouter(router, simulation) {
      // The log of requests has no limit, and each request copies it.
      Object.assign(simulation.actions, { simulationLog: () => ({ type: "request", payload: {} }) });
      router.use(translateErrors);
      router.use((request: never, response: never, next: () => void) => {
        if (!options.servePage(request, response)) next();
      });
    },
  })();
  const {
    server,
    port = options.port,
    ensureClose,
  } = await simulator.listen({ port: options.port, host: "127.0.0.1" });
  const [application] = server.listeners("request");
  const handle = createRequestHandler(serveGraphql(application as RequestListener, options), options);
  server.removeAllListeners("request");
  server.on("request", handle);
  const second = await listenOnIpv6(handle, port);
  return {
    port,
    async close() {
      second?.closeAllConnections();
      second?.close();
      await ensureClose();
    },
  };
}

/** Some machines resolve `localhost` to ::1 first. Returns undefined on a machine without IPv6. */
async function listenOnIpv6(handle: RequestListener, port: number): Promise<Server | undefined> {
  const server = createServer(handle);
  return await new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const isUnsupported = error.code === "EADDRNOTAVAIL" || error.code === "EAFNOSUPPORT";
      if (isUnsupported) resolve(undefined);
      else reject(error);
    });
    server.listen(port, "::1", () => resolve(server));
  });
}
