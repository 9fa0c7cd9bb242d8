import { matchesRepository } from "../../../core/routing/repository-allowed.ts";
import type { RolloutRule } from "../../../core/routing/routing-policy.ts";

type When = RolloutRule["when"];

/** Returns whether two rules have the same conditions. The order of names in a condition does not matter. */
export function isSameWhen(one: When, other: When): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted({ repos, events, commands }: When) {
  return [repos, events, commands].map((names) => names?.toSorted() ?? []);
}

/** Returns whether every request that matches `inner` matches `outer`; false if unknown. */
export function covers(outer: When, inner: When): boolean {
  return (
    includesAll(outer.commands, inner.commands, (names, name) => names.includes(name)) &&
    includesAll<string>(outer.events, inner.events, (names, name) => names.includes(name)) &&
    // Matches a glob as if it were a name: its matches have no additional slash.
    includesAll(outer.repos, inner.repos, matchesRepository)
  );
}

/** Returns whether a request may match both; true if unknown. */
export function overlaps(one: When, other: When): boolean {
  return (
    intersects(one.commands, other.commands, (a, b) => a === b) &&
    intersects<string>(one.events, other.events, (a, b) => a === b) &&
    intersects(one.repos, other.repos, mayMeet)
  );
}

function includesAll<Name>(
  outer: readonly Name[] | undefined,
  inner: readonly Name[] | undefined,
  has: (names: Name[], name: Name) => boolean,
): boolean {
  if (!outer) return true;
  return inner?.every((name) => has([...outer], name)) ?? false;
}

function intersects<Name>(
  one: readonly Name[] | undefined,
  other: readonly Name[] | undefined,
  meet: (a: Name, b: Name) => boolean,
): boolean {
  return !one || !other || one.some((a) => other.some((b) => meet(a, b)));
}

/** Compares the parts before the first wildcard; a name without a wildcard has to match. */
function mayMeet(one: string, other: string): boolean {
  if (!isGlob(one)) return matchesRepository([other], one);
  if (!isGlob(other)) return matchesRepository([one], other);
  const [a, b] = [fixedPart(one), fixedPart(other)];
  return a.startsWith(b) || b.startsWith(a);
}

const isGlob = (text: string): boolean => /[*?]/.test(text);

const fixedPart = (glob: string): string => (/^[^*?]*/.exec(glob)?.[0] ?? "").toLowerCase();
