import { InvalidArgumentError } from "commander";

const unitMs: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** For options such as `--for 30m`: milliseconds of so many seconds, minutes, hours or days. */
export function parseDuration(text: string): number {
  const [, number = "", unit = ""] = /^([1-9][0-9]{0,5})([smhd])$/.exec(text) ?? [];
  const milliseconds = Number(number) * (unitMs[unit] ?? 0);
  if (milliseconds > 0) return milliseconds;
  throw new InvalidArgumentError("It has to be a number with s, m, h or d: 30m, 2h, 3d.");
}

/** For options such as `--since 2h` or `--since 2026-11-24T08:00:00Z`: ISO 8601 UTC. */
export function parseMoment(text: string): string {
  if (/^[0-9]+[smhd]$/.test(text)) return new Date(Date.now() - parseDuration(text)).toISOString();
  // Without a zone it would be this machine's, while all times here are UTC.
  const isIso = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.test(text);
  const time = isIso ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time)) return new Date(time).toISOString();
  throw new InvalidArgumentError("It has to be 30m, 2h or 3d ago, or a time such as 2026-11-24T08:00:00Z.");
}

/** `2026-11-24T08:00:00Z (3 min ago)`; null for a time that is not known. */
export function moment(time: string | number | null | undefined, now: number): string | null {
  const at = time === null || time === undefined ? Number.NaN : new Date(time).getTime();
  return Number.isNaN(at) ? null : `${secondsOf(at)} (${distance(at - now)})`;
}

/** ISO 8601 UTC, to the second. */
export function secondsOf(time: string | number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, "Z");
}

/** `250 ms`, `3.2 s`, `5 min`, `2 h`, `3 d`. */
export function span(milliseconds: number): string {
  const all = Math.abs(milliseconds);
  if (all < 1000) return `${Math.round(all)} ms`;
  if (all < 60_000) return `${(all / 1000).toFixed(all < 10_000 ? 1 : 0)} s`;
  if (all < 2 * 3_600_000) return `${Math.round(all / 60_000)} min`;
  return all < 2 * 86_400_000 ? `${Math.round(all / 3_600_000)} h` : `${Math.round(all / 86_400_000)} d`;
}

function distance(milliseconds: number): string {
  if (Math.abs(milliseconds) < 1000) return "now";
  return milliseconds < 0 ? `${span(milliseconds)} ago` : `in ${span(milliseconds)}`;
}
