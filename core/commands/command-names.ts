import { editDistance } from "./edit-distance.ts";

/** A command without its slash. */
export const commandNamePattern = "^[a-z][a-z0-9-]{0,31}$";

/** Commands with a fixed meaning. Only the built-in employee of the same name may list one. */
export const reservedCommands = ["help", "status", "cancel", "retry", "explain", "ok-to-run"] as const;

export function isReservedCommand(name: string): boolean {
  return reservedCommands.some((reserved) => reserved === name);
}

/**
 * Returns the known name that a user who typed `name` most likely meant: one edit away, or two from seven letters on.
 * Returns null below four letters, for a known name, if no name is close, and if two are equally close.
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

/** A short name is close to too many others. */
function allowedEdits(name: string): number {
  if (name.length < 4) return 0;
  return name.length < 7 ? 1 : 2;
}
