import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import type { ModelAliases } from "../../core/roster/model-aliases.ts";
import { modelsSchema } from "../../core/roster/models.schema.ts";
import type { Mistake } from "./mistakes.ts";
import { readCheckedYaml } from "./read-checked-yaml.ts";
import type { YamlSource } from "./yaml-source.ts";

export const modelsFile = "workflows/models.yml";

/** Reads `workflows/models.yml`; null if it has mistakes in its own schema. */
export async function readModels(
  root: string,
): Promise<{ models: ModelAliases | null; mistakes: Mistake[] }> {
  const hint = "an alias under `default` for each model of the roster";
  const options = { schema: modelsSchema, hint };
  const { checked, mistakes } = await readCheckedYaml<ModelAliases>(root, modelsFile, options);
  if (checked === null) return { models: null, mistakes };
  const { data: models, source } = checked;
  return { models, mistakes: misplaced(models, await stagesOf(root), source) };
}

/** Finds aliases that only one stage has, which would fail in other stages, and unknown stages, which have no effect. */
function misplaced(models: ModelAliases, known: string[] | null, source: YamlSource): Mistake[] {
  return Object.entries(models.stages).flatMap(([stage, names]) => {
    const unknown = Object.keys(names).filter((alias) => !Object.hasOwn(models.default, alias));
    const mistakes = unknown.map((alias) =>
      source.mistakeAtKey(["stages", stage, alias], `\`${alias}\` is not under \`default\`: add it there.`),
    );
    if (known === null || known.includes(stage)) return mistakes;
    return [source.mistakeAtKey(["stages", stage], unknownStage(stage, known)), ...mistakes];
  });
}

/** Returns the project's stages; null if it has no such file. */
export async function stagesOf(root: string): Promise<string[] | null> {
  const text = await readFile(join(root, "resources/stages.yml"), "utf8").catch(() => null);
  if (text === null) return null;
  return Object.keys(parse(text) as Record<string, unknown>).filter((name) => name !== "default");
}

export function unknownStage(stage: string, known: readonly string[]): string {
  return `\`${stage}\` is not a stage of resources/stages.yml, which has ${list(known)}.`;
}

/** Returns the names in backticks, separated by commas. */
export function list(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}
