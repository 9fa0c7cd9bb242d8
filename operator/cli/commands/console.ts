import { randomBytes } from "node:crypto";
import type { Command } from "commander";
import type { ConsoleSettings } from "../../console/api/context.ts";
import { consoleRoutes } from "../../console/api/routes.ts";
import { serveConsole } from "../../console/server/serve-console.ts";
import { framesOf } from "../../stack/describe-failure.ts";
import { OperatorError } from "../../stack/errors.ts";
import { findStack } from "../../stack/find-stack.ts";
import { untilInterrupted } from "../interruption.ts";
import { type Io, print } from "../io.ts";
import { withActor } from "../options/change-options.ts";
import { parsePositive, stackCommand, withApiUrl, withExamples } from "../options/stack-options.ts";

interface Options extends ConsoleSettings {
  port?: number;
}

export function addConsole(named: Command, io: Io): void {
  const command = withActor(stackCommand(named)).option(
    "--port <port>",
    "local port (default: a free port)",
    parsePositive,
  );
  withApiUrl(command).action((options: Options) => serve(options, io));
  withExamples(command, "console --stage prod --region eu-central-1");
}

async function serve(options: Options, io: Io): Promise<void> {
  // Reports missing credentials or an unknown stack before the page opens.
  const stack = await findStack(options);
  const console = await serveConsole({
    port: options.port ?? 0,
    token: randomBytes(24).toString("base64url"),
    routes: async () => consoleRoutes(options, io.env),
    failed: (error) => {
      if (io.env.DEBUG) print(io.stderr, ...framesOf(error));
    },
  }).catch((error: unknown) => {
    const message = `Port ${options.port} is not available.`;
    throw new OperatorError(message, "Choose another --port.", { cause: error });
  });
  print(io.stdout, `Open ${console.url}`);
  print(io.stderr, `It operates ${stack.name} with your credentials. Press Ctrl+C to stop it.`);
  await untilInterrupted();
  await console.close();
}
