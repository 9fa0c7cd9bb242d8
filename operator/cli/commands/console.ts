import { randomBytes } from "node:crypto";
import type { Command } from "commander";
import type { ConsoleSettings } from "../../console/api/context.ts";
import { consoleRoutes } from "../../console/api/routes.ts";
import { serveConsole } from "../../console/server/serve-console.ts";
import { framesOf } from "../../stack/describe-failure.ts";
import { CommandError } from "../../stack/errors.ts";
import { findStack } from "../../stack/find-stack.ts";
import { withApiUrl } from "../../stack/github-url.ts";
import { untilInterrupted } from "../interruption.ts";
import { type Io, print } from "../io.ts";
import { parseActor } from "../options/change-options.ts";
import { parsePositive, stackCommand } from "../options/stack-options.ts";
import { withExamples } from "../output/examples.ts";

interface Options extends ConsoleSettings {
  port?: number;
}

export function addConsole(named: Command, io: Io): void {
  const command = stackCommand(named)
    .option("--port <port>", "on this machine; otherwise a free one", parsePositive)
    .option("--actor <name>", "who you are; otherwise as AWS knows you", parseActor);
  withApiUrl(command).action((options: Options) => serve(options, io));
  withExamples(command, "console --stage prod --region eu-central-1");
}

async function serve(options: Options, io: Io): Promise<void> {
  // What the page could only say too is said here: no credentials, no such stack.
  const stack = await findStack(options);
  const console = await serveConsole({
    port: options.port ?? 0,
    token: randomBytes(24).toString("base64url"),
    routes: async () => consoleRoutes(options, io),
    failed: (error) => {
      if (io.env.DEBUG) print(io.stderr, ...framesOf(error));
    },
  }).catch((error: unknown) => {
    const message = `Port ${options.port} cannot be used.`;
    throw new CommandError(message, "Choose another --port.", { cause: error });
  });
  print(io.stdout, `Open ${console.url}`);
  print(io.stderr, `It shows and operates ${stack.name} with your credentials. Ctrl+C ends it.`);
  await untilInterrupted();
  await console.close();
}
