import { join } from "node:path";
import { checkSchemas, compileValidators } from "./compile-validators.ts";
import { BuildError, byPlace } from "./mistakes.ts";
import { modelsFile, readModels } from "./read-models.ts";
import { readRoster } from "./read-roster.ts";
import { readRouting } from "./read-routing.ts";
import { header, renderData, renderGuardTypes } from "./render-modules.ts";
import { findSchemas } from "./schema-registry.ts";
import { writeIfChanged } from "./write-if-changed.ts";

/**
 * Turns roster, models, routing and schemas of the project at `root` into the modules below functions/core/generated.
 * Throws BuildError with every mistake, and writes nothing then.
 */
export async function generate({ root }: { root: string }): Promise<void> {
  const { models, mistakes: inModels } = await readModels(root);
  const aliases = models && Object.keys(models.default);
  const { employees, entries, complete, mistakes: inRoster } = await readRoster(root, aliases);
  const { policy, mistakes: inRouting } = await readRouting(root, complete ? entries : null);
  const { schemas, mistakes: inSchemas } = await findSchemas(root);
  const mistakes = [...inModels, ...inRoster, ...inRouting, ...inSchemas];
  if (inSchemas.length === 0) mistakes.push(...checkSchemas(schemas));
  if (mistakes.length > 0 || policy === null || models === null) throw new BuildError(mistakes.sort(byPlace));

  const validators = await compileValidators(schemas, employees);
  const files = {
    "roster.ts": renderData(
      "workflows/employees/*.md",
      "Employee",
      "../roster/employee.ts",
      "roster",
      employees,
    ),
    "models.ts": renderData(modelsFile, "ModelAliases", "../roster/model-aliases.ts", "modelAliases", models),
    "routing.ts": renderData(
      "workflows/routing.yml",
      "RoutingPolicy",
      "../routing/routing-policy.ts",
      "routing",
      policy,
    ),
    "validators.mjs": `${header("functions/core/**/*.schema.ts and workflows/employees/*.md")}${validators}`,
    "validators.d.mts": renderGuardTypes(schemas),
  };
  for (const [name, text] of Object.entries(files)) {
    await writeIfChanged(join(root, "functions/core/generated", name), text);
  }
}
