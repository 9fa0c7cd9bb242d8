import { PermanentError } from "../errors.ts";
import { parseAddressRange } from "./address-range.ts";

/** Shortest plausible prefixes. GitHub's own shortest are /20 and /29. */
const broadest = { v4: 12, v6: 24 };

/**
 * Returns GitHub's ranges by family, sorted and in canonical form. Throws PermanentError for a list that would admit
 * a large part of the Internet or nothing at all, so an implausible response never replaces a good list.
 */
export function splitRanges(texts: readonly string[]): { v4: string[]; v6: string[] } {
  const ranges = texts.map((text) => {
    const range = parseAddressRange(text);
    if (!range) throw implausible("an entry is not an address range");
    if (range.bits < broadest[range.family]) throw implausible("a range covers too much of the Internet");
    return range;
  });
  const of = (family: "v4" | "v6") => {
    const own = ranges.filter((range) => range.family === family);
    return [...new Set(own.map(({ text }) => text))].sort();
  };
  if (of("v4").length === 0) throw implausible("there is no IPv4 range");
  return { v4: of("v4"), v6: of("v6") };
}

function implausible(why: string): PermanentError {
  return new PermanentError("addresses_implausible", `Kept the previous list of GitHub's addresses: ${why}`);
}
