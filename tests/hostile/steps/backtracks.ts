import { setFlagsFromString } from "node:v8";

const { exec } = RegExp.prototype;
const twins = new Map<string, RegExp>();

/** More than that is never waited for. */
const endless = 2 ** 24;

/**
 * How often a regular expression goes back on this text, up to the next power of two, or for ever. V8 has a limit on that for
 * tests of its own: an expression that has one answers null instead of going back more often.
 */
export function backtracks(regex: RegExp, text: string, from: number): number {
  for (let limit = 8; limit < endless; limit *= 2) {
    const twin = limitedTwin(regex, limit);
    twin.lastIndex = from;
    // Null means the limit and nothing else: the twin has an empty text to fall back on.
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

/** A loop over one character goes back without counting, one over a group counts. */
function counted(source: string): string {
  return source.replace(atoms, (atom, quantifier?: string) => (quantifier ? `(${atom})` : atom));
}

/** Each atom of an expression that is one character, and what says how often. */
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
