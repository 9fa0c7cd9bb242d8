import type { Command } from "commander";

/** Examples at the end of a command's help, as they are typed. */
export function withExamples(command: Command, ...examples: string[]): Command {
  const lines = examples.map((example) => `  npx --no pr-automation ${example}`);
  return command.addHelpText("after", ["", "Examples:", ...lines].join("\n"));
}
