import { expect } from "@jest/globals";
import { goodProject, mistakesOf, writeProject } from "./project.ts";

export const backend = "workflows/employees/backend.md";
export const security = "workflows/employees/security.md";
export const routing = "workflows/routing.yml";
export const models = "workflows/models.yml";
export const prices = "workflows/prices.yml";
export const budgets = "workflows/budgets.yml";
export const letter = "core/letter.schema.ts";

/** Replaced files of the valid project, by name; null removes a file. */
export type Changes = Record<string, string | null>;

/** Returns a file of the valid project with one text replaced. */
export function changed(file: string, from: string, to: string): Record<string, string> {
  const text = goodProject[file] ?? "";
  if (!text.includes(from)) throw new Error(`${file} does not contain ${from}`);
  return { [file]: text.replace(from, to) };
}

export async function mistakes(changes: Changes): Promise<string[]> {
  return mistakesOf(await writeProject(changes));
}

/** Expects that the change causes exactly one mistake, whose line starts with this text. */
export async function expectOneMistake(changes: Changes, beginning: string): Promise<void> {
  const found = await mistakes(changes);
  expect(found).toHaveLength(1);
  expect(found[0]?.slice(0, beginning.length)).toBe(beginning);
}
