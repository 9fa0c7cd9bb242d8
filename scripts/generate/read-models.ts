import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import type { ModelAliases } from "../../core/roster/model-aliases.ts";
import { modelsSchema } from "../../core/roster/models.schema.ts";
import { checkSchema } from "./check-schema.ts";
import type { Mistake } from "./mistakes.ts";
import { readYaml, type YamlSource } from "./yaml-source.ts";

export const modelsFile = "workflows/models.yml";

/** Reads `workflows/models.yml`; null when it has mistakes. */
export async function readModels(
  root: string,
): Promise<{ models: ModelAliases | null; mistakes: Mistake[] }> {
  const text = await readFile(join(root, modelsFile), "utf8").catch(() => null);
  if (text === null) {
    const message =
      "The file is missing: add it, with an alias under `default` for each model of the roster.";
    return { models: null, mistakes: [{ file: modelsFile, line: 1, column: 1, message }] };
  }
  const { source, mistakes } = readYaml(modelsFile, text);
  if (source === null) return { models: null, mistakes };
  const wrong = checkSchema(modelsSchema, source);
  if (wrong.length > 0 || !isChecked(source.data)) return { models: null, mistakes: wrong };
  const models = source.data;
  return { models, mistakes: misplaced(models, await stagesOf(root), source) };
}

/** An alias known to only one stage would fail in the others, and a misspelt stage would change nothing. */
function misplaced(models: ModelAliases, known: string[] | null, source: YamlSource): Mistake[] {
  return Object.entries(models.stages).flatMap(([stage, names]) => {
    const unknown = Object.keys(names).filter((alias) => !Object.hasOwn(models.default, alias));
    const mistakes = unknown.map((alias) =>
      source.mistakeAtKey(["stages", stage, alias], `\`${alias}\` is not under \`default\`: add it there.`),
    );
    if (known === null || known.includes(stage)) return mistakes;
    const message = `\`${stage}\` is not a stage of resources/stages.yml, which has ${list(known)}.`;
    return [source.mistakeAtKey(["stages", stage], message), ...mistakes];
  });
}

/** Returns the project's stages; null if it has no such file. */
async function stagesOf(root: string): Promise<string[] | null> {
  const text = await readFile(join(root, "resources/stages.yml"), "utf8").catch(() => null);
  if (text === null) return null;
  return Object.keys(parse(text) as Record<string, unknown>).filter((name) => name !== "default");
}

export function list(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}

/** Called only after the schema check. */
function isChecked(data: unknown): data is ModelAliases {
  return typeof data === "object" && data !== null;
}
