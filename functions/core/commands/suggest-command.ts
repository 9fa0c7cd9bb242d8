import { editDistance } from "./edit-distance.ts";

/** A short name has too many neighbours to tell which one was meant. */
function allowedEdits(name: string): number {
  if (name.length < 4) return 0;
  return name.length < 7 ? 1 : 2;
}

/**
 * The known name that a person who typed `name` most likely meant: one edit away, or two from seven letters on. Null
 * below four letters, for a known name, when none is near, and when two are equally near.
 */
export function suggestCommand(name: string, known: readonly string[]): string | null {
  let nearest: string[] = [];
  let least = allowedEdits(name);
  for (const candidate of new Set(known)) {
    const distance = editDistance(name, candidate, least);
    if (distance === 0) return null;
    if (distance > least) continue;
    nearest = distance < least ? [candidate] : [...nearest, candidate];
    least = distance;
  }
  return nearest.length === 1 ? (nearest[0] ?? null) : null;
}
