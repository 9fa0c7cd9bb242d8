/** Serves the console of the laptop: the same as `pr-automation console --stage local`, at a plain URL. */
import { parentPort, workerData } from "node:worker_threads";
import { serveConsole } from "../../operator/console/server/serve-console.ts";
import { framesOf } from "../../operator/stack/describe-failure.ts";
import type { ConsoleMessage } from "./start-console.ts";

const { env } = process;

async function serve(): Promise<ConsoleMessage> {
  try {
    const { url } = await serveConsole({
      port: (workerData as { port: number }).port,
      // The README names the URL, so it contains no secret. Other pages are refused nevertheless; other users of the
      // machine can reach the laptop's AWS and its keys anyway, and none of its data is real.
      token: null,
      // Loaded at the first request, because it takes longer to load than the laptop should wait.
      async routes() {
        const { consoleRoutes } = await import("../../operator/console/api/routes.ts");
        return consoleRoutes({ stage: "local", region: "us-east-1" }, env);
      },
      failed: (error) => {
        if (env.DEBUG) process.stderr.write(`${framesOf(error).join("\n")}\n`);
      },
    });
    return { url };
  } catch (error) {
    const { message = "", code = "" } = (error ?? {}) as { message?: string; code?: string };
    return { problem: message, code };
  }
}

parentPort?.postMessage(await serve());
