/** Port: the current time in milliseconds since the epoch. */
export type Clock = () => number;

/** Formats a time for people, `2026-11-23 09:14 UTC`. */
export function minuteOf(time: string): string {
  return `${time.slice(0, 16).replace("T", " ")} UTC`;
}

/** Formats a time as ISO 8601 UTC with milliseconds, the form of all records and logs. */
export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
