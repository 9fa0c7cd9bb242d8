import { PermanentError } from "../errors.ts";
import { parseAddressRange } from "./address-range.ts";

/** A broader range than these is no address list of GitHub's: its broadest are a /20 and a /29. */
const broadest = { v4: 12, v6: 24 };

/**
 * GitHub's ranges by family, sorted and each spelt in one way. Throws PermanentError for what would open the list, or
 * close it to everybody: an answer that cannot be right must not take the place of one that was.
 */
export function splitRanges(texts: readonly string[]): { v4: string[]; v6: string[] } {
  const ranges = texts.map((text) => {
    const range = parseAddressRange(text);
    if (!range) throw implausible("one of them is no range of addresses");
    if (range.bits < broadest[range.family]) throw implausible("one of them is a good part of the Internet");
    return range;
  });
  const of = (family: "v4" | "v6") => {
    const own = ranges.filter((range) => range.family === family);
    return [...new Set(own.map(({ text }) => text))].sort();
  };
  if (of("v4").length === 0) throw implausible("none is of IPv4");
  return { v4: of("v4"), v6: of("v6") };
}

function implausible(why: string): PermanentError {
  return new PermanentError("addresses_implausible", `GitHub's addresses are left as they were: ${why}`);
}
