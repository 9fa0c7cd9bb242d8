import { InvalidArgumentError } from "commander";

const unitMs: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Parses a duration such as `30m`; returns milliseconds. */
export function parseDuration(text: string): number {
  const [, number = "", unit = ""] = /^([1-9][0-9]{0,5})([smhd])$/.exec(text) ?? [];
  const milliseconds = Number(number) * (unitMs[unit] ?? 0);
  if (milliseconds > 0) return milliseconds;
  throw new InvalidArgumentError("Must be a number with s, m, h or d: 30m, 2h, 3d.");
}

/** Parses an age such as `2h` or a time such as `2026-11-24T08:00:00Z`; returns ISO 8601 UTC. */
export function parseMoment(text: string): string {
  if (/^[0-9]+[smhd]$/.test(text)) return new Date(Date.now() - parseDuration(text)).toISOString();
  // Date.parse would read a time without a zone in this machine's zone; all times here are UTC.
  const isIso = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.test(text);
  const time = isIso ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time)) return new Date(time).toISOString();
  throw new InvalidArgumentError(
    "Must be an age such as 30m, 2h or 3d, or a time such as 2026-11-24T08:00:00Z.",
  );
}
