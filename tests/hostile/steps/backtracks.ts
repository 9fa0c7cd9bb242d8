import { setFlagsFromString } from "node:v8";

const { exec } = RegExp.prototype;
const twins = new Map<string, RegExp>();

/** More backtracks than this count as infinite. */
const endless = 2 ** 24;

/**
 * Returns how often a regular expression backtracks on a text, rounded up to a power of two, or Infinity. Uses a limit that
 * V8 has for its own tests: an expression with a limit returns null instead of backtracking more often.
 */
export function backtracks(regex: RegExp, text: string, from: number): number {
  for (let limit = 8; limit < endless; limit *= 2) {
    const twin = limitedTwin(regex, limit);
    twin.lastIndex = from;
    // Null can only mean the limit, because the twin also matches the empty text.
    if (exec.call(twin, text) !== null) return limit;
  }
  return Number.POSITIVE_INFINITY;
}

function limitedTwin({ source, flags, sticky }: RegExp, limit: number): RegExp {
  const key = `${limit}/${flags}/${source}`;
  const anywhere = !sticky && !source.startsWith("^");
  const twin =
    twins.get(key) ?? createLimited(`(?:${counted(source)})|${anywhere ? "(?![^])" : ""}`, flags, limit);
  twins.set(key, twin);
  return twin;
}

/** V8 does not count backtracks of a loop over one character, only those over a group. */
function counted(source: string): string {
  return source.replace(atoms, (atom, quantifier?: string) => (quantifier ? `(${atom})` : atom));
}

/** Matches each one-character atom of an expression, and its quantifier. */
const atoms =
  /(?:\\(?:u[0-9a-f]{4}|x[0-9a-f]{2}|[pP]\{[^}]*\}|.)|\[(?:\\.|[^\]\\])*\]|[^\\[\](){}*+?|^$])(?=([*+?{])?)/gis;

const createLimited = withNatives(
  () =>
    new Function("source", "flags", "limit", "return %NewRegExpWithBacktrackLimit(source, flags, limit)") as (
      source: string,
      flags: string,
      limit: number,
    ) => RegExp,
);

function withNatives<Value>(create: () => Value): Value {
  setFlagsFromString("--allow-natives-syntax");
  try {
    return create();
  } finally {
    setFlagsFromString("--no-allow-natives-syntax");
  }
}
