import type { Employee } from "../../core/roster/employee.ts";
import type { ModelAliases } from "../../core/roster/model-aliases.ts";
import type { RoutingPolicy } from "../../core/routing/routing-policy.ts";
import { employeesOf, routingFor } from "./for-stage.ts";
import { BuildError, byPlace, type Mistake } from "./mistakes.ts";
import { readModels } from "./read-models.ts";
import { readRoster } from "./read-roster.ts";
import { readRouting } from "./read-routing.ts";

/** The rules of `workflows/` that decide which employee of a stage handles which command. */
export interface Rules {
  roster: Employee[];
  policy: RoutingPolicy;
}

/** The rules, with the models behind the roster's aliases. */
export interface SourceRules extends Rules {
  models: ModelAliases;
}

export interface ProjectStage {
  /** The project's folder. */
  root: string;
  stage: string;
}

/**
 * Reads the rules of a stage of the project. Throws BuildError with the mistakes in the files of all stages, including
 * those in `more`.
 */
export async function readRules(
  { root, stage }: ProjectStage,
  more: readonly Mistake[] = [],
): Promise<SourceRules> {
  const { models, mistakes: inModels } = await readModels(root);
  const aliases = models && Object.keys(models.default);
  const { employees, entries, complete, mistakes: inRoster } = await readRoster(root, aliases);
  const { policy, mistakes: inRouting } = await readRouting(root, complete ? entries : null);
  const mistakes = [...inModels, ...inRoster, ...inRouting, ...more];
  if (mistakes.length > 0 || policy === null || models === null) throw new BuildError(mistakes.sort(byPlace));
  const roster = employeesOf(employees, stage);
  return { roster, policy: routingFor(policy, roster), models };
}
