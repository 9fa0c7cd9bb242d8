import { once } from "node:events";
import { Worker } from "node:worker_threads";

/** The thread's first message: its URL, or why it cannot serve. */
export type ConsoleMessage = { url: string } | { problem: string; code: string };

export interface LaptopConsole {
  url: string;
  stop(): Promise<void>;
}

const defaultPort = 3302;

/**
 * Serves the console of the laptop that runs from this folder. Without a port it uses the default one, or a free one if
 * another laptop has it. Throws if a given port is not available.
 */
export async function startConsole(port: number | null, log: (line: string) => void): Promise<LaptopConsole> {
  try {
    return await serve(port ?? defaultPort, log);
  } catch (error) {
    if (port === null && error instanceof Error && error.cause === "EADDRINUSE") return serve(0, log);
    throw error;
  }
}

/** Runs in a thread with its own environment, which points AWS clients at the laptop; this process has the user's. */
async function serve(port: number, log: (line: string) => void): Promise<LaptopConsole> {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { workerData: { port }, execArgv: [] });
  const [message] = (await once(worker, "message")) as [ConsoleMessage];
  if ("problem" in message) {
    await worker.terminate();
    throw new Error(`The console cannot be served: ${message.problem}`, { cause: message.code });
  }
  // The laptop continues without it.
  worker.on("error", ({ message }) => log(`The console has stopped: ${message}`));
  return { url: message.url, stop: async () => void (await worker.terminate()) };
}
