import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import { canonicalJson } from "../../../functions/core/canonical-json.ts";
import { BuildError } from "../../generate/mistakes.ts";
import { type Rules, readRules } from "../../generate/read-rules.ts";
import { CommandError, UsageError } from "../errors.ts";
import type { Stack } from "../stack/find-stack.ts";
import { deployedRules } from "./deployed-rules.ts";

export interface RulesOptions {
  deployed?: boolean;
  project?: string;
}

export interface ChosenRules extends Rules {
  /** Which they are, for people. */
  origin: string;
}

/** This checkout. */
const own = fileURLToPath(new URL("../../..", import.meta.url));

export function withRules(command: Command): Command {
  return command
    .option("--deployed", "by the rules that are deployed, instead of those of the files in workflows/")
    .option("--project <folder>", "by the files in workflows/ of that folder");
}

/**
 * The rules of the files in `workflows/` as they are now, or with `--deployed` those of the stack. Throws CommandError
 * with the file and the line of every mistake.
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
    const advice = "Fix the file, or ask for the rules that are deployed: --deployed.";
    throw new CommandError(`The rules cannot be read:\n${error.message}`, advice, { cause: error });
  }
}

/** Whether the stack runs the same ones. It need not tell: the files can be read without it. */
async function beside(rules: Rules, stack: Stack): Promise<string> {
  const deployed = await deployedRules(stack).catch(() => null);
  if (!deployed) return "; what is deployed cannot be read";
  if (comparable(deployed) === comparable(rules)) return ", the same as deployed";
  return ", which differ from what is deployed (--deployed)";
}

function comparable({ roster, policy }: Rules): string {
  return canonicalJson({ policy, roster: roster.map((employee) => ({ ...employee, instructions: "" })) });
}
