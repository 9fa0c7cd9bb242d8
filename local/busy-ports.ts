import { once } from "node:events";
import { createServer } from "node:net";
import type { LaptopSettings } from "./settings.ts";

/**
 * Finds the ports of a laptop that another process has: a sentence each, with what to set. A port that the laptop
 * chooses by itself is not looked at.
 */
export async function busyPorts(settings: LaptopSettings): Promise<string[]> {
  const { port, githubPort, consolePort, githubApiUrl } = settings;
  const wanted = [
    { name: "PORT", use: "webhooks", number: port },
    { name: "GITHUB_PORT", use: "the embedded GitHub", number: githubApiUrl === null ? githubPort : null },
    { name: "CONSOLE_PORT", use: "the console", number: consolePort },
  ];
  const sentences = await Promise.all(
    wanted.map(async ({ name, use, number }) => {
      if (number === null || (await isFree(number))) return [];
      return [
        `Port ${number}, for ${use}, is in use. Stop the process that has it, or set another: ${name}=<port> npm start`,
      ];
    }),
  );
  return sentences.flat();
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    // As serverless-offline binds it: a name, which can stand for either loopback address.
    await once(server.listen(port, "localhost"), "listening");
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
