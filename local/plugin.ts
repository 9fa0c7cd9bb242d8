import { join } from "node:path";
import { stop as stopEsbuild } from "esbuild";
import { readLaptopFile, removeLaptopFile, writeLaptopFile } from "../operator/stack/laptop-file.ts";
import { busyPorts } from "./busy-ports.ts";
import { type LaptopConsole, startConsole } from "./console/start-console.ts";
import { freePort } from "./free-port.ts";
import { forwardHttp } from "./http-api/forward-http.ts";
import { readFunctions, type Serverless } from "./service.ts";
import { type LaptopSettings, readSettings } from "./settings.ts";
import type { Laptop } from "./start-laptop.ts";
import { waitUntilReady } from "./wait-until-ready.ts";

/** Where serverless-esbuild leaves the bundles that serverless-offline runs. */
const bundles = ".esbuild/.build";

/**
 * Stage `local` of the Serverless Framework: `sls offline` with an embedded AWS and an embedded GitHub, and
 * `sls invoke local` against them. Both refuse any other stage; other commands never notice this plugin.
 */
export default class LaptopPlugin {
  readonly hooks: Record<string, () => Promise<void>> = {};

  constructor(serverless: Serverless, _options: unknown, { log }: { log: Output }) {
    const laptop = createLaptopHooks(serverless, log);
    this.hooks = {
      initialize: async () => {
        const command = laptopCommand(serverless);
        if (command === null) return;
        requireLocalStage(serverless, command);
        // The framework reads a function's environment before any other event of `invoke local`.
        if (command === "invoke local") await laptop.attach();
        else await prepareStart(serverless);
      },
      "before:offline:start": laptop.start,
      "before:offline:start:init": laptop.start,
      "after:invoke:local:invoke": laptop.detach,
      // A source file has changed, and the bundles with it.
      "after:offline:functionsUpdated:cleanup": laptop.renew,
    };
  }
}

/** Returns the command if it needs a laptop; null otherwise. */
function laptopCommand({ processedInput }: Serverless): "offline" | "invoke local" | null {
  const [first, second] = processedInput.commands;
  if (first === "offline") return "offline";
  return first === "invoke" && second === "local" ? "invoke local" : null;
}

function requireLocalStage({ service, classes }: Serverless, command: string): void {
  const { stage } = service.provider;
  if (stage === "local") return;
  throw new classes.Error(
    `\`sls ${command}\` works on the laptop, whose stage is "local", not "${stage}". Leave out --stage.`,
    "LAPTOP_STAGE",
  );
}

/** Runs before anything is built: a later refusal would leave the bundler running. */
async function prepareStart({ classes }: Serverless): Promise<void> {
  const busy = await busyPorts(readSettings(process.env));
  if (busy.length > 0) throw new classes.Error(busy.join("\n"), "LAPTOP_PORT");
  // A bundler that loses its parent while working prints a dump: https://github.com/evanw/esbuild/issues/3635
  process.once("exit", () => void stopEsbuild());
}

interface Output {
  notice(line: string): void;
  error(line: string): void;
}

function createLaptopHooks(serverless: Serverless, output: Output) {
  let attached: Laptop | null = null;
  let renew = (): void => {};

  async function run(
    settings: LaptopSettings,
    functions: ReturnType<typeof readFunctions>,
    options = {},
  ): Promise<Laptop> {
    // Not before: what it is made of is generated while the framework starts, and no other stage needs it.
    const { startLaptop } = await import("./start-laptop.ts");
    return startLaptop(serverless, functions, settings, (line) => output.error(line), options);
  }

  /** `invoke local` gets plain values where the template has references. */
  function useEnvironments(environmentOf: (key: string) => Record<string, string>): void {
    for (const [key, definition] of Object.entries(serverless.service.functions)) {
      definition.environment = environmentOf(key);
    }
  }

  return {
    async start(): Promise<void> {
      const settings = readSettings(process.env);
      const laptop = await run(settings, readFunctions(serverless, join(serverless.serviceDir, bundles)));
      const environments: Record<string, Record<string, string>> = {};
      for (const key of Object.keys(serverless.service.functions)) {
        const environment = laptop.aws.functionEnvironment(key);
        if (environment) environments[key] = environment;
        else delete serverless.service.functions[key];
      }
      const connection = laptop.aws.environment;
      forwardHttp(serverless, bundles, connection.AWS_ENDPOINT_URL_LAMBDA ?? "");
      serverless.service.custom["serverless-offline"] = {
        ...serverless.service.custom["serverless-offline"],
        lambdaPort: await freePort(),
      };
      renew = laptop.aws.renew;
      writeLaptopFile(serverless.serviceDir, { pid: process.pid, connection, environments });
      const console = await startConsole(settings.consolePort, (line) => output.error(line)).catch(
        async (error: unknown) => {
          removeLaptopFile(serverless.serviceDir);
          await laptop.stop();
          throw error;
        },
      );
      announce(settings, { laptop, console }, serverless.serviceDir, output);
    },

    async attach(): Promise<void> {
      const running = readLaptopFile(serverless.serviceDir);
      if (running) {
        useEnvironments((key) => running.environments[key] ?? {});
        return;
      }
      output.notice(
        "No laptop is running (npm start): this invocation gets an AWS of its own and leaves no trace",
      );
      const functions = readFunctions(serverless, "").map((one) => ({ ...one, queueSources: [] }));
      const settings = { ...readSettings(process.env), githubPort: await freePort() };
      const started = await run(settings, functions, { schedules: false });
      attached = started;
      const GITHUB_API_URL = started.github?.url ?? settings.githubApiUrl ?? "";
      useEnvironments((key) => ({ ...started.aws.functionEnvironment(key), GITHUB_API_URL }));
    },

    async detach(): Promise<void> {
      await attached?.stop();
    },

    async renew(): Promise<void> {
      renew();
    },
  };
}

/** Says when a webhook can be sent, and ends with the process. */
function announce(
  settings: LaptopSettings,
  { laptop, console }: { laptop: Laptop; console: LaptopConsole },
  serviceDir: string,
  output: Output,
): void {
  const webhookUrl = `http://localhost:${settings.port}/webhooks/github`;
  const stopping = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.once(name, () => {
      stopping.abort();
      removeLaptopFile(serviceDir);
      void Promise.all([laptop.stop(), console.stop()]);
    });
  }
  void waitUntilReady(webhookUrl, settings.webhookSecret, stopping.signal).then(() => {
    if (stopping.signal.aborted) return;
    const page = laptop.github ? `, pull requests on ${laptop.github.url}/` : "";
    output.notice(`Ready: webhooks to ${webhookUrl}${page}, the console on ${console.url}`);
    output.notice("All data is kept in memory, so a restart starts from scratch.");
  });
}
