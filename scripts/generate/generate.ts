import { join } from "node:path";
import { checkSchemas, compileValidators } from "./compile-validators.ts";
import { budgetsFile } from "./read-budgets.ts";
import { egressFile } from "./read-egress.ts";
import { modelsFile } from "./read-models.ts";
import { pricesFile } from "./read-prices.ts";
import { type ProjectStage, type Rules, readRules } from "./read-rules.ts";
import { header, renderData, renderGuardTypes } from "./render-modules.ts";
import { findSchemas } from "./schema-registry.ts";
import { writeIfChanged } from "./write-if-changed.ts";

/**
 * Generates the modules in core/generated from the roster, models, prices, budgets, routing and schemas of a stage of the
 * project, and returns the rules. If there are mistakes, it throws BuildError with all of them and writes nothing.
 */
export async function generate({ root, stage }: ProjectStage): Promise<Rules> {
  const { schemas, mistakes } = await findSchemas(root);
  const inSchemas = mistakes.length > 0 ? mistakes : checkSchemas(schemas);
  const { models, egress, prices, budgetLimits, ...rules } = await readRules({ root, stage }, inSchemas);

  const validators = await compileValidators(schemas, rules.roster);
  const files = {
    "roster.ts": renderData(
      "workflows/employees/*.md",
      "Employee",
      "../roster/employee.ts",
      "roster",
      rules.roster,
    ),
    "models.ts": renderData(modelsFile, "ModelAliases", "../roster/model-aliases.ts", "modelAliases", models),
    "prices.ts": renderData(pricesFile, "Prices", "../budgets/prices.ts", "prices", prices),
    "budget-limits.ts": renderData(
      budgetsFile,
      "BudgetLimits",
      "../budgets/budget-limits.ts",
      "budgetLimits",
      budgetLimits,
    ),
    "egress.ts": renderData(egressFile, "Egress", "../roster/egress.ts", "egress", egress),
    "routing.ts": renderData(
      "workflows/routing.yml",
      "RoutingPolicy",
      "../routing/routing-policy.ts",
      "routing",
      rules.policy,
    ),
    "validators.mjs": `${header("core/**/*.schema.ts and workflows/employees/*.md")}${validators}`,
    "validators.d.mts": renderGuardTypes(schemas),
  };
  for (const [name, text] of Object.entries(files)) {
    await writeIfChanged(join(root, "core/generated", name), text);
  }
  return rules;
}
