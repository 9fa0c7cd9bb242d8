import { requireFreePort } from "./free-port.ts";
import type { LaptopSettings } from "./settings.ts";

/**
 * Returns a sentence for each of the laptop's ports that another process uses, with the setting to change. Ignores
 * ports that the laptop chooses itself.
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
        `Port ${number}, for ${use}, is in use. Stop the process that uses it, or choose another port: ${name}=<port> npm start`,
      ];
    }),
  );
  return sentences.flat();
}

async function isFree(port: number): Promise<boolean> {
  try {
    // serverless-offline binds this name, which can mean either loopback address.
    await requireFreePort(port, "localhost");
    return true;
  } catch {
    return false;
  }
}
