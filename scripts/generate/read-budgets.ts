import type { BudgetLimits, BudgetScope } from "../../core/budgets/budget-limits.ts";
import { budgetsSchema } from "../../core/budgets/budgets.schema.ts";
import type { Mistake } from "./mistakes.ts";
import { readCheckedYaml } from "./read-checked-yaml.ts";
import { list } from "./read-models.ts";
import type { YamlSource } from "./yaml-source.ts";

export const budgetsFile = "workflows/budgets.yml";

/** The names that overrides may use; null if they are not known. */
interface Known {
  employees: string[] | null;
  stages: string[] | null;
}

/** Reads `workflows/budgets.yml` and checks the names in it; null if it has mistakes in its own schema. */
export async function readBudgets(
  root: string,
  known: Known,
): Promise<{ budgetLimits: BudgetLimits | null; mistakes: Mistake[] }> {
  const hint = "`person`, `employee`, `repository` and `stage`, each with `dollars` or empty";
  const options = { schema: budgetsSchema, hint };
  const { checked, mistakes } = await readCheckedYaml<BudgetLimits>(root, budgetsFile, options);
  if (checked === null) return { budgetLimits: null, mistakes };
  const { data: budgetLimits, source } = checked;
  const misplaced = [
    ...unknownNames(budgetLimits, "employee", known.employees, source),
    ...unknownNames(budgetLimits, "stage", known.stages, source),
    ...repeatedNames(budgetLimits, "person", source),
    ...repeatedNames(budgetLimits, "repository", source),
  ];
  return { budgetLimits, mistakes: misplaced };
}

/** A limit for a name that does not exist would have no effect. */
function unknownNames(
  limits: BudgetLimits,
  scope: BudgetScope,
  known: string[] | null,
  source: YamlSource,
): Mistake[] {
  if (known === null) return [];
  return Object.keys(limits[scope].overrides)
    .filter((name) => !known.includes(name))
    .map((name) => {
      const kind = scope === "employee" ? "an employee" : "a stage of resources/stages.yml";
      const message = `\`${name}\` is not ${kind}: use one of ${list(known)}.`;
      return source.mistakeAtKey([scope, "overrides", name], message);
    });
}

/** GitHub ignores the case of logins and repositories, so the second of two limits would have no effect. */
function repeatedNames(limits: BudgetLimits, scope: BudgetScope, source: YamlSource): Mistake[] {
  const names = Object.keys(limits[scope].overrides);
  return names.flatMap((name, index) => {
    const first = names.find((one) => one.toLowerCase() === name.toLowerCase());
    if (first === undefined || names.indexOf(first) === index) return [];
    const message = `\`${name}\` already has a limit as \`${first}\`: remove one.`;
    return [source.mistakeAtKey([scope, "overrides", name], message)];
  });
}
