import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import canonicalize from "canonicalize";
import type { Employee } from "../../../core/roster/employee.ts";
import { BuildError } from "../../../scripts/generate/mistakes.ts";
import { type Rules, readRules } from "../../../scripts/generate/read-rules.ts";
import { OperatorError } from "../errors.ts";
import type { Stack } from "../find-stack.ts";
import { deployedRules } from "./deployed-rules.ts";

export interface RulesChoice {
  /** Uses the stack's rules. */
  deployed?: boolean;
  /** Uses the files in `workflows/` of this folder, by default of this checkout. */
  project?: string;
}

export interface ChosenRules extends Rules {
  /** Description for people. */
  origin: string;
}

/** This checkout. */
const own = fileURLToPath(new URL("../../..", import.meta.url));

/** Returns the chosen rules. Throws OperatorError with the file and the line of every mistake. */
export async function chosenRules({ deployed, project }: RulesChoice, stack: Stack): Promise<ChosenRules> {
  if (deployed) return { ...(await deployedRules(stack)), origin: `the rules that ${stack.name} runs` };
  const folder = project ? resolve(project) : own;
  const rules = await sourceRules(folder, stack.stage);
  const place = `workflows/ in ${folder.replace(/\/$/, "")}`;
  return { ...rules, origin: `the files of ${place}${await beside(rules, stack)}` };
}

/** Returns the employees of a stage in this checkout. Throws OperatorError with the file and the line of every mistake. */
export async function stageRoster(stage: string): Promise<Employee[]> {
  return (await sourceRules(own, stage)).roster;
}

async function sourceRules(root: string, stage: string): Promise<Rules> {
  try {
    return await readRules({ root, stage });
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    const advice = "Fix the file, or use the deployed rules: --deployed.";
    throw new OperatorError(`The rules cannot be read:\n${error.message}`, advice, { cause: error });
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
