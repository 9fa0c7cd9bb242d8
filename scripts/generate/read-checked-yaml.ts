import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { checkSchema } from "./check-schema.ts";
import type { Mistake } from "./mistakes.ts";
import { readYaml, type YamlSource } from "./yaml-source.ts";

export interface CheckedYaml<Data> {
  data: Data;
  source: YamlSource;
}

/**
 * Reads a YAML file of the project at `root` and checks it against the schema of `Data`; `checked` is null if the file has
 * mistakes. `hint` says what to add if the file is missing.
 */
export async function readCheckedYaml<Data extends object>(
  root: string,
  file: string,
  { schema, hint }: { schema: object; hint: string },
): Promise<{ checked: CheckedYaml<Data> | null; mistakes: Mistake[] }> {
  const text = await readFile(join(root, file), "utf8").catch(() => null);
  if (text === null) {
    const message = `The file is missing: add it, with ${hint}.`;
    return { checked: null, mistakes: [{ file, line: 1, column: 1, message }] };
  }
  const { source, mistakes } = readYaml(file, text);
  if (source === null) return { checked: null, mistakes };
  const wrong = checkSchema(schema, source);
  if (wrong.length > 0 || !isChecked<Data>(source.data)) return { checked: null, mistakes: wrong };
  return { checked: { data: source.data, source }, mistakes: [] };
}

/** Narrows data that has passed its schema; call it only then. */
export function isChecked<Data extends object>(data: unknown): data is Data {
  return typeof data === "object" && data !== null;
}
