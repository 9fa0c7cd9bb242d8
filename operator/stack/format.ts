import { revealInvisible } from "../../core/markdown/invisible.ts";

/** Returns a text that others may have written as one line: invisible characters show, and nothing moves a cursor. */
export function oneLine(text: string): string {
  return revealInvisible(text).replace(/\s+/g, " ");
}

/** Returns `2026-11-24T08:00:00Z (3 min ago)`; null for an unknown time. */
export function timeWithAge(time: string | number | null | undefined, now: number): string | null {
  const at = time === null || time === undefined ? Number.NaN : new Date(time).getTime();
  return Number.isNaN(at) ? null : `${secondsOf(at)} (${distance(at - now)})`;
}

/** Returns a time in ISO 8601 UTC, to the second. */
export function secondsOf(time: string | number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, "Z");
}

/** Returns `250 ms`, `3.2 s`, `5 min`, `2 h`, `3 d`. */
export function durationText(milliseconds: number): string {
  const all = Math.abs(milliseconds);
  if (all < 1000) return `${Math.round(all)} ms`;
  if (all < 60_000) return `${(all / 1000).toFixed(all < 10_000 ? 1 : 0)} s`;
  if (all < 2 * 3_600_000) return `${Math.round(all / 60_000)} min`;
  return all < 2 * 86_400_000 ? `${Math.round(all / 3_600_000)} h` : `${Math.round(all / 86_400_000)} d`;
}

function distance(milliseconds: number): string {
  if (Math.abs(milliseconds) < 1000) return "now";
  return milliseconds < 0 ? `${durationText(milliseconds)} ago` : `in ${durationText(milliseconds)}`;
}
