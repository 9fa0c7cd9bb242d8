import { readFileSync } from "node:fs";
import type { Mutant } from "./report.ts";

/** A change that no test can notice, because nothing can be observed of it. */
export interface EquivalentMutant extends Omit<Mutant, "noticed"> {
  why: string;
}

const path = new URL("equivalent-mutants.json", import.meta.url);

export function readEquivalent(): EquivalentMutant[] {
  return JSON.parse(readFileSync(path, "utf8")) as EquivalentMutant[];
}

/**
 * Returns the survivors without an explanation, and the explanations whose mutant is killed or no longer exists. An
 * explanation applies to all equal changes of equal lines.
 */
export function compareSurvivors(
  mutants: readonly Mutant[],
  explained: readonly EquivalentMutant[],
): { unexplained: Mutant[]; stale: EquivalentMutant[] } {
  const survivors = mutants.filter(({ noticed }) => !noticed);
  const files = new Set(mutants.map(({ file }) => file));
  const [known, left] = [new Set(explained.map(nameOf)), new Set(survivors.map(nameOf))];
  return {
    unexplained: survivors.filter((mutant) => !known.has(nameOf(mutant))),
    stale: explained.filter((mutant) => files.has(mutant.file) && !left.has(nameOf(mutant))),
  };
}

function nameOf({ file, line, code, becomes }: Omit<Mutant, "noticed">): string {
  return JSON.stringify([file, line, code, becomes]);
}
