import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import canonicalize from "canonicalize";
import type { Command } from "commander";
import { BuildError } from "../../../scripts/generate/mistakes.ts";
import { type Rules, readRules } from "../../../scripts/generate/read-rules.ts";
import { CommandError, UsageError } from "../errors.ts";
import type { Stack } from "../find-stack.ts";
import { deployedRules } from "./deployed-rules.ts";

export interface RulesOptions {
  deployed?: boolean;
  project?: string;
}

export interface ChosenRules extends Rules {
  /** Description for people. */
  origin: string;
}

/** This checkout. */
const own = fileURLToPath(new URL("../../..", import.meta.url));

export function withRules(command: Command): Command {
  return command
    .option("--deployed", "uses the deployed rules instead of the files in workflows/")
    .option("--project <folder>", "uses the files in workflows/ of that folder");
}

/**
 * Returns the rules of the files in `workflows/` as they are now, or with `--deployed` those of the stack. Throws
 * CommandError with the file and the line of every mistake.
 */
export async function chosenRules({ deployed, project }: RulesOptions, stack: Stack): Promise<ChosenRules> {
  if (deployed && project) {
    throw new UsageError("--deployed and --project name different rules.", "Use one of them.");
  }
  if (deployed) return { ...(await deployedRules(stack)), origin: `the rules that ${stack.name} runs` };
  const folder = project ? resolve(project) : own;
  const rules = await sourceRules(folder);
  const place = `workflows/ in ${folder.replace(/\/$/, "")}`;
  return { ...rules, origin: `the files of ${place}${await beside(rules, stack)}` };
}

async function sourceRules(folder: string): Promise<Rules> {
  try {
    return await readRules(folder);
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    const advice = "Fix the file, or use the deployed rules: --deployed.";
    throw new CommandError(`The rules cannot be read:\n${error.message}`, advice, { cause: error });
  }
}

/** Says whether the stack runs the same rules. The files can be used even if the stack's rules cannot be read. */
async function beside(rules: Rules, stack: Stack): Promise<string> {
  const deployed = await deployedRules(stack).catch(() => null);
  if (!deployed) return "; the deployed rules cannot be read";
  if (comparable(deployed) === comparable(rules)) return ", the same as deployed";
  return ", which differ from the deployed rules (--deployed)";
}

function comparable({ roster, policy }: Rules): string | undefined {
  return canonicalize({ policy, roster: roster.map((employee) => ({ ...employee, instructions: "" })) });
}
