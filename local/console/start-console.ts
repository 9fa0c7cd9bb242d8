import { once } from "node:events";
import { Worker } from "node:worker_threads";

/** What the thread says when it can be asked, or why it cannot. */
export type ConsoleMessage = { url: string } | { problem: string; code: string };

export interface LaptopConsole {
  url: string;
  stop(): Promise<void>;
}

const usualPort = 3302;

/**
 * Serves the console of the laptop that runs from this folder; without a port on the usual one, or where another laptop
 * has that, on a free one. Throws when the port is taken that was asked for.
 */
export async function startConsole(port: number | null, log: (line: string) => void): Promise<LaptopConsole> {
  try {
    return await serve(port ?? usualPort, log);
  } catch (error) {
    if (port === null && error instanceof Error && error.cause === "EADDRINUSE") return serve(0, log);
    throw error;
  }
}

/** In a thread of its own: it points its AWS clients at the laptop by its environment, which here is the person's. */
async function serve(port: number, log: (line: string) => void): Promise<LaptopConsole> {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { workerData: { port }, execArgv: [] });
  const [message] = (await once(worker, "message")) as [ConsoleMessage];
  if ("problem" in message) {
    await worker.terminate();
    throw new Error(`The console cannot be served: ${message.problem}`, { cause: message.code });
  }
  // The laptop goes on without it.
  worker.on("error", ({ message }) => log(`The console has ended: ${message}`));
  return { url: message.url, stop: async () => void (await worker.terminate()) };
}
