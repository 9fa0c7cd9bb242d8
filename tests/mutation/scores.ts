import type { Mutant } from "./report.ts";

export interface Score {
  mutants: number;
  noticed: number;
}

/** How many of each file's mutants were noticed. */
export function scoresOf(mutants: readonly Mutant[]): (Score & { file: string })[] {
  const files = [...new Set(mutants.map(({ file }) => file))];
  return files.map((file) => ({ file, ...totalOf(mutants.filter((mutant) => mutant.file === file)) }));
}

export function totalOf(mutants: readonly Mutant[]): Score {
  return { mutants: mutants.length, noticed: mutants.filter(({ noticed }) => noticed).length };
}

/** In percent, rounded down to a tenth: 100 means that every mutant was noticed. */
export function percentage({ mutants, noticed }: Score): number {
  return Math.floor((1_000 * noticed) / mutants) / 10;
}
