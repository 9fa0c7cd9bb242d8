import { join } from "node:path";
import { stop as stopEsbuild } from "esbuild";
import { readLaptopFile, removeLaptopFile, writeLaptopFile } from "../operator/stack/laptop-file.ts";
import { busyPorts } from "./busy-ports.ts";
import { type LaptopConsole, startConsole } from "./console/start-console.ts";
import { freePort } from "./free-port.ts";
import { forwardHttp } from "./http-api/forward-http.ts";
import { keepMemoryLow } from "./keep-memory-low.ts";
import { readFunctions, type Serverless } from "./service.ts";
import { type LaptopSettings, readSettings } from "./settings.ts";
import type { Laptop } from "./start-laptop.ts";
import { waitUntilReady } from "./wait-until-ready.ts";

/** The folder in which serverless-esbuild puts the bundles. */
const bundles = ".esbuild/.build";

/**
 * Serverless plugin for stage `local`: `sls offline` starts an embedded AWS and an embedded GitHub, and `sls invoke local` uses
 * them. Both commands refuse any other stage; the plugin does nothing for other commands.
 */
export default class LaptopPlugin {
  readonly hooks: Record<string, () => Promise<void>> = {};

  constructor(serverless: Serverless, _options: unknown, { log }: { log: Output }) {
    const laptop = createLaptopHooks(serverless, log);
    // serverless-esbuild reads its options in its own hook `initialize`, which runs before this one.
    if (laptopCommand(serverless) === "offline") keepNoBuilds(serverless.service);
    this.hooks = {
      initialize: async () => {
        const command = laptopCommand(serverless);
        if (command === null) return;
        requireLocalStage(serverless, command);
        // `invoke local` reads a function's environment before it calls any other hook.
        if (command === "invoke local") await laptop.attach();
        else await prepareStart(serverless);
      },
      "before:offline:start": laptop.start,
      "before:offline:start:init": laptop.start,
      "after:invoke:local:invoke": laptop.detach,
      // Runs after a change of a source file has rebuilt the bundles.
      "after:offline:functionsUpdated:cleanup": laptop.reload,
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

/** Checks the ports before the build starts; an error after that would leave the bundler running. */
async function prepareStart({ classes }: Serverless): Promise<void> {
  const busy = await busyPorts(readSettings(process.env));
  if (busy.length > 0) throw new classes.Error(busy.join("\n"), "LAPTOP_PORT");
  // A bundler that loses its parent during a build prints a stack dump: https://github.com/evanw/esbuild/issues/3635
  process.once("exit", () => void stopEsbuild());
}

/** Each change builds all bundles again: between changes, the bundler would keep 1.4 GB to build them faster. */
function keepNoBuilds({ custom }: Serverless["service"]): void {
  custom.esbuild = { ...custom.esbuild, skipRebuild: true };
}

interface Output {
  notice(line: string): void;
  error(line: string): void;
}

function createLaptopHooks(serverless: Serverless, output: Output) {
  let attached: Laptop | null = null;
  let reload = (): void => {};

  async function run(
    settings: LaptopSettings,
    functions: ReturnType<typeof readFunctions>,
    options = {},
  ): Promise<Laptop> {
    // Imported late, because the framework generates some of its modules at start, and other stages do not need it.
    const { startLaptop } = await import("./start-laptop.ts");
    return startLaptop(serverless, functions, settings, (line) => output.error(line), options);
  }

  /** Gives `invoke local` plain values in place of the template's references. */
  function useEnvironments(environmentOf: (key: string) => Record<string, string>): void {
    for (const [key, definition] of Object.entries(serverless.service.functions)) {
      definition.environment = environmentOf(key);
    }
  }

  return {
    async start(): Promise<void> {
      // The bundles are built; a change starts the bundler again.
      await stopEsbuild();
      const settings = readSettings(process.env);
      const laptop = await run(settings, readFunctions(serverless, join(serverless.serviceDir, bundles)));
      const environments = readEnvironments(serverless, laptop);
      const connection = laptop.aws.environment;
      forwardHttp(serverless, bundles, connection.AWS_ENDPOINT_URL_LAMBDA ?? "");
      serverless.service.custom["serverless-offline"] = {
        ...serverless.service.custom["serverless-offline"],
        lambdaPort: await freePort(),
      };
      reload = laptop.aws.reload;
      writeLaptopFile(serverless.serviceDir, { pid: process.pid, connection, environments });
      const console = await startConsole(settings.consolePort, (line) => output.error(line)).catch(
        async (error: unknown) => {
          removeLaptopFile(serverless.serviceDir);
          await laptop.stop();
          throw error;
        },
      );
      laptop.github?.linkConsole(console.url);
      announce(settings, { laptop, console }, serverless.serviceDir, output);
    },

    async attach(): Promise<void> {
      const running = readLaptopFile(serverless.serviceDir);
      if (running) {
        useEnvironments((key) => running.environments[key] ?? {});
        return;
      }
      output.notice(
        "No laptop is running (start one with `npm start`). This invocation uses a temporary AWS and keeps no data.",
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

    async reload(): Promise<void> {
      await stopEsbuild();
      reload();
    },
  };
}

/** Returns the environments of the functions, and removes the functions that a condition of the template leaves out. */
function readEnvironments({ service }: Serverless, { aws }: Laptop): Record<string, Record<string, string>> {
  const environments: Record<string, Record<string, string>> = {};
  for (const key of Object.keys(service.functions)) {
    const environment = aws.functionEnvironment(key);
    if (environment) environments[key] = environment;
    else delete service.functions[key];
  }
  return environments;
}

/** Prints the URLs when webhooks can be sent, and stops the laptop when the process ends. */
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
    keepMemoryLow();
    const page = laptop.github ? `, pull requests at ${laptop.github.url}/` : "";
    output.notice(`Ready: webhooks to ${webhookUrl}${page}, the console at ${console.url}`);
    output.notice("Every start begins empty: stopping it deletes all data.");
  });
}
