import type { BudgetLimits } from "../../core/budgets/budget-limits.ts";
import type { Prices } from "../../core/budgets/prices.ts";
import type { Egress } from "../../core/roster/egress.ts";
import type { Employee } from "../../core/roster/employee.ts";
import type { ModelAliases } from "../../core/roster/model-aliases.ts";
import type { RoutingPolicy } from "../../core/routing/routing-policy.ts";
import { employeesOf, routingFor } from "./for-stage.ts";
import { BuildError, byPlace, type Mistake } from "./mistakes.ts";
import { readBudgets } from "./read-budgets.ts";
import { readEgress } from "./read-egress.ts";
import { readModels, stagesOf } from "./read-models.ts";
import { readPrices } from "./read-prices.ts";
import { readRoster } from "./read-roster.ts";
import { readRouting } from "./read-routing.ts";

/** The rules of `workflows/` that decide which employee of a stage handles which command. */
export interface Rules {
  roster: Employee[];
  policy: RoutingPolicy;
}

/** The rules, with the models behind the roster's aliases, their prices, what jobs may spend and the hosts they may call. */
export interface SourceRules extends Rules {
  models: ModelAliases;
  egress: Egress;
  prices: Prices;
  budgetLimits: BudgetLimits;
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
  const { egress, mistakes: inEgress } = await readEgress(root);
  const { employees, entries, complete, mistakes: inRoster } = await readRoster(root, { aliases, egress });
  const { policy, mistakes: inRouting } = await readRouting(root, complete ? entries : null);
  const { prices, mistakes: inPrices } = await readPrices(root);
  const names = complete ? entries.map(({ name }) => name) : null;
  const known = { employees: names, stages: await stagesOf(root) };
  const { budgetLimits, mistakes: inBudgets } = await readBudgets(root, known);
  const mistakes = [
    ...[...inModels, ...inEgress, ...inRoster, ...inRouting],
    ...[...inPrices, ...inBudgets, ...more],
  ];
  if (mistakes.length > 0 || !policy || !models || !egress || !prices || !budgetLimits) {
    throw new BuildError(mistakes.sort(byPlace));
  }
  const roster = employeesOf(employees, stage);
  return { roster, policy: routingFor(policy, roster), models, egress, prices, budgetLimits };
}
