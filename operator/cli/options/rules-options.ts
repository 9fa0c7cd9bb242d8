import type { Command } from "commander";
import type { Stack } from "../../stack/find-stack.ts";
import { type ChosenRules, chosenRules, type RulesChoice } from "../../stack/rules/chosen-rules.ts";
import { UsageError } from "../usage.ts";

export type RulesOptions = RulesChoice;

export function withRules(command: Command): Command {
  return command
    .option("--deployed", "uses the deployed rules instead of the files in workflows/")
    .option("--project <folder>", "uses the files in workflows/ of that folder");
}

/** Returns the rules that the options choose. Throws UsageError for options that contradict each other. */
export function rulesOf({ deployed, project }: RulesOptions, stack: Stack): Promise<ChosenRules> {
  if (deployed && project) {
    throw new UsageError("--deployed and --project name different rules.", "Use one of them.");
  }
  return chosenRules({ ...(deployed && { deployed }), ...(project && { project }) }, stack);
}
