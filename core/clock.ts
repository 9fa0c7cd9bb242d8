/** Port: the current time in milliseconds since the epoch. */
export type Clock = () => number;

/** Formats a time for people, `2026-11-23 09:14 UTC`. */
export function minuteOf(time: string): string {
  return `${time.slice(0, 16).replace("T", " ")} UTC`;
}

/** ISO 8601 UTC with milliseconds: the one form of time in records and logs. */
export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
