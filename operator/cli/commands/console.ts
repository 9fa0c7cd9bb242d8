import { randomBytes } from "node:crypto";
import type { Command } from "commander";
import type { ConsoleSettings } from "../../console/api/context.ts";
import { consoleRoutes } from "../../console/api/routes.ts";
import { serveConsole } from "../../console/server/serve-console.ts";
import { withApiUrl } from "../app/api-url.ts";
import { framesOf } from "../describe-failure.ts";
import { CommandError } from "../errors.ts";
import { untilInterrupted } from "../interruption.ts";
import { type Io, print } from "../io.ts";
import { withExamples } from "../output/examples.ts";
import { findStack } from "../stack/find-stack.ts";
import { parsePositive, stackCommand } from "../stack/stack-command.ts";
import { parseActor } from "../who.ts";

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
