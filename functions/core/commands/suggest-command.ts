import { editDistance } from "./edit-distance.ts";

const maximumDistance = 2;

/**
 * The known name that somebody who typed `name` most likely meant: at most two edits away, and fewer edits than
 * the shorter of the two has letters, so that `/x` suggests nothing. Null for a known name and for no near one;
 * among equally near ones the first.
 */
export function suggestCommand(name: string, known: readonly string[]): string | null {
  let nearest: { name: string; distance: number } | null = null;
  for (const candidate of known) {
    const distance = editDistance(name, candidate, maximumDistance);
    if (distance === 0) return null;
    const limit = Math.min(maximumDistance, name.length - 1, candidate.length - 1);
    if (distance <= limit && (nearest === null || distance < nearest.distance)) {
      nearest = { name: candidate, distance };
    }
  }
  return nearest?.name ?? null;
}
