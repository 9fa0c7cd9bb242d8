import { readFileSync } from "node:fs";
import { Command } from "commander";
import { commands } from "./commands.ts";
import type { Io } from "./io.ts";

/** Descriptions of the command groups. */
const groups: Record<string, string> = {
  dlq: "Dead-letter messages: webhooks that could not be dispatched",
  circuit: "Circuit breakers for GitHub, model providers and employees",
  rollout: "What is live, in shadow or off",
  idempotency: "Handled intents: export and import them when you change systems",
  app: "The stack's GitHub App",
  secrets: "The stack's secrets in Secrets Manager",
};

const helpHint = "Add --help to see the usage.";

/**
 * Creates the program for one call. It lists every command but loads only the code of the one that the arguments name:
 * loading all of them takes a second, even for the help.
 */
export async function createProgram(io: Io, args: string[]): Promise<Command> {
  const program = new Command("pr-automation")
    .description("Operates a deployed stack with your own AWS credentials, such as AWS_PROFILE.")
    .version(ownVersion(), "--version", "prints the version of this checkout")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
    })
    .showHelpAfterError(helpHint)
    .addHelpText("after", "\nExit codes: 0 done, 1 failed, 2 usage error.");

  const asked = `${args
    .filter((word) => word !== "help")
    .slice(0, 2)
    .join(" ")} `;
  for (const { path, summary, load } of commands) {
    const [first = "", second] = path.split(" ");
    const group = second === undefined ? program : groupOf(program, first);
    const named = group
      .command(second ?? first)
      .description(summary)
      .showHelpAfterError(helpHint);
    if (asked.startsWith(`${path} `)) (await load())(named, io);
  }
  return program;
}

function groupOf(program: Command, name: string): Command {
  const existing = program.commands.find((command) => command.name() === name);
  // An error of the group itself, such as an option without a command, lists the commands.
  return (
    existing ??
    program
      .command(name)
      .description(groups[name] ?? "")
      .showHelpAfterError(true)
  );
}

function ownVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return String((JSON.parse(text) as { version?: unknown }).version);
}
