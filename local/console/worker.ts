/** The console beside the laptop: the same as `pr-automation console --stage local`, at a plain address. */
import { parentPort, workerData } from "node:worker_threads";
import { type Io, print } from "../../operator/cli/io.ts";
import { serveConsole } from "../../operator/console/server/serve-console.ts";
import { framesOf } from "../../operator/stack/describe-failure.ts";
import type { ConsoleMessage } from "./start-console.ts";

const { env, stdin, stdout, stderr } = process;
const io: Io = { env, stdin, stdout, stderr };

async function serve(): Promise<ConsoleMessage> {
  try {
    const { url } = await serveConsole({
      port: (workerData as { port: number }).port,
      // The README names the address, so there is no secret in it. Other pages are kept out all the same; other users
      // of the machine reach everything here anyway, the laptop's AWS and its keys, and none of it is anybody's.
      token: null,
      // Not before somebody looks: it takes longer to load than the laptop should wait for.
      async routes() {
        const { consoleRoutes } = await import("../../operator/console/api/routes.ts");
        return consoleRoutes({ stage: "local", region: "us-east-1" }, io);
      },
      failed: (error) => {
        if (env.DEBUG) print(stderr, ...framesOf(error));
      },
    });
    return { url };
  } catch (error) {
    const { message = "", code = "" } = (error ?? {}) as { message?: string; code?: string };
    return { problem: message, code };
  }
}

parentPort?.postMessage(await serve());
