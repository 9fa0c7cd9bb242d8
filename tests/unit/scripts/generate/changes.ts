import { expect } from "@jest/globals";
import { goodProject, mistakesOf, writeProject } from "./project.ts";

export const backend = "workflows/employees/backend.md";
export const security = "workflows/employees/security.md";
export const routing = "workflows/routing.yml";
export const models = "workflows/models.yml";
export const letter = "core/letter.schema.ts";

/** Files of the good project by name, with another text; null takes one away. */
export type Changes = Record<string, string | null>;

/** The good project's file with one text replaced by another. */
export function changed(file: string, from: string, to: string): Record<string, string> {
  const text = goodProject[file] ?? "";
  if (!text.includes(from)) throw new Error(`${file} does not contain ${from}`);
  return { [file]: text.replace(from, to) };
}

export async function mistakes(changes: Changes): Promise<string[]> {
  return mistakesOf(await writeProject(changes));
}

/** The change makes exactly one mistake, whose line begins like this. */
export async function expectOneMistake(changes: Changes, beginning: string): Promise<void> {
  const found = await mistakes(changes);
  expect(found).toHaveLength(1);
  expect(found[0]?.slice(0, beginning.length)).toBe(beginning);
}
