/** Longer runs count as text. The limit keeps the markup short that closes and reopens code at a cut. */
export const longestCodeMarker = 8;

/** Returns the length of the run of backticks at `start`. */
export function backtickRun(line: string, start: number): number {
  let end = start;
  while (line[end] === "`") end += 1;
  return end - start;
}

/**
 * Returns a function that finds where the code span that starts with the run of backticks at a position ends (exclusive),
 * or -1. A span ends with the next run of the same length: https://spec.commonmark.org/0.31.2/#code-spans. All spans of a
 * line together take time proportional to its length.
 */
export function codeSpanEnds(line: string): (start: number) => number {
  const lastRuns = new Map<number, number>();
  for (const { 0: run, index } of line.matchAll(/`+/g)) lastRuns.set(run.length, index);

  return (start) => {
    const length = backtickRun(line, start);
    if ((lastRuns.get(length) ?? -1) <= start) return -1;
    let at = line.indexOf("`", start + length);
    for (;;) {
      const run = backtickRun(line, at);
      if (run === length) return at + run;
      at = line.indexOf("`", at + run);
    }
  };
}

/** Removes the code spans of a line: what is left can be markup. */
export function outsideCodeSpans(line: string): string {
  const endOfSpan = codeSpanEnds(line);
  let kept = "";
  let at = 0;
  for (;;) {
    const tick = line.indexOf("`", at);
    if (tick < 0) return kept + line.slice(at);
    const end = endOfSpan(tick);
    const next = end < 0 ? tick + backtickRun(line, tick) : end;
    kept += line.slice(at, end < 0 ? next : tick);
    at = next;
  }
}

/** Returns the code span around `at`, not counting its marker's own characters; null outside code. */
export function codeSpanAround(line: string, at: number): { start: number; marker: string } | null {
  const endOfSpan = codeSpanEnds(line);
  let tick = line.indexOf("`");
  while (tick >= 0 && tick < at) {
    const run = backtickRun(line, tick);
    const end = endOfSpan(tick);
    if (end > at && run <= longestCodeMarker) return { start: tick, marker: line.slice(tick, tick + run) };
    tick = line.indexOf("`", end < 0 ? tick + run : end);
  }
  return null;
}
