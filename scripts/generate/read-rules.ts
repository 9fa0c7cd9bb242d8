import type { Employee } from "../../core/roster/employee.ts";
import type { ModelAliases } from "../../core/roster/model-aliases.ts";
import type { RoutingPolicy } from "../../core/routing/routing-policy.ts";
import { BuildError, byPlace, type Mistake } from "./mistakes.ts";
import { readModels } from "./read-models.ts";
import { readRoster } from "./read-roster.ts";
import { readRouting } from "./read-routing.ts";

/** The rules of `workflows/` that decide which employee handles which command. */
export interface Rules {
  roster: Employee[];
  policy: RoutingPolicy;
}

/** The rules, with the models behind the roster's aliases. */
export interface SourceRules extends Rules {
  models: ModelAliases;
}

/** Reads the rules of the project at `root`. Throws BuildError with all mistakes, including those in `more`. */
export async function readRules(root: string, more: readonly Mistake[] = []): Promise<SourceRules> {
  const { models, mistakes: inModels } = await readModels(root);
  const aliases = models && Object.keys(models.default);
  const { employees, entries, complete, mistakes: inRoster } = await readRoster(root, aliases);
  const { policy, mistakes: inRouting } = await readRouting(root, complete ? entries : null);
  const mistakes = [...inModels, ...inRoster, ...inRouting, ...more];
  if (mistakes.length > 0 || policy === null || models === null) throw new BuildError(mistakes.sort(byPlace));
  return { roster: employees, policy, models };
}
