import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Mistake } from "./mistakes.ts";

/** A schema that becomes a type guard: `envelopeSchema` becomes `isEnvelope`, which says `data is Envelope`. */
export interface RegisteredSchema {
  /** Relative to the project, with forward slashes. */
  file: string;
  /** First line of the schema; lines start at 1. */
  line: number;
  id: string;
  guard: string;
  type: string;
  schema: object;
}

const folder = "core";

/** Returns each `<name>Schema` with a `$id` that a `*.schema.ts` in `core` exports, in a stable order. */
export async function findSchemas(
  root: string,
): Promise<{ schemas: RegisteredSchema[]; mistakes: Mistake[] }> {
  const names = await readdir(join(root, folder), { recursive: true });
  const files = names
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
    .filter((name) => name.endsWith(".schema.ts"))
    .sort();

  const schemas: RegisteredSchema[] = [];
  const mistakes: Mistake[] = [];
  for (const file of files) {
    const text = await readFile(join(root, file), "utf8");
    for (const schema of await schemasOf(root, file, text)) {
      const place = { file, line: schema.line, column: 1 };
      const same = schemas.find(({ id, guard }) => id === schema.id || guard === schema.guard);
      if (same) {
        const message = `${same.file} already has a schema with this name or \`$id\`: rename one.`;
        mistakes.push({ ...place, message });
      }
      if (!exportsType(text, schema.type)) {
        const message = `Export the type \`${schema.type}\` from this file: the guard \`${schema.guard}\` needs it.`;
        mistakes.push({ ...place, message });
      }
      schemas.push(schema);
    }
  }
  return { schemas, mistakes };
}

async function schemasOf(root: string, file: string, text: string): Promise<RegisteredSchema[]> {
  const module: Record<string, unknown> = await import(pathToFileURL(join(root, file)).href);
  return Object.keys(module)
    .sort()
    .flatMap((name) => {
      const schema = module[name];
      const base = /^([a-z][A-Za-z0-9]*)Schema$/.exec(name)?.[1];
      if (base === undefined || typeof schema !== "object" || schema === null) return [];
      if (!("$id" in schema) || typeof schema.$id !== "string") return [];
      const type = base.charAt(0).toUpperCase() + base.slice(1);
      const line = lineOf(text, name);
      return [{ file, line, id: schema.$id, guard: `is${type}`, type, schema }];
    });
}

/** Types do not exist at run time, so this searches the source text. */
function exportsType(text: string, type: string): boolean {
  const declared = new RegExp(`^export (?:declare )?(?:interface|type) ${type}\\b`, "m");
  const passedOn = new RegExp(`^export (?:type )?\\{[^}]*\\b${type}\\b[^}]*\\}`, "m");
  return declared.test(text) || passedOn.test(text);
}

function lineOf(text: string, name: string): number {
  const index = text.split("\n").findIndex((line) => line.startsWith(`export const ${name}`));
  return Math.max(index, 0) + 1;
}
