/** Port: the current time in milliseconds since the epoch. */
export type Clock = () => number;

/** ISO 8601 UTC with milliseconds: the one form of time in records and logs. */
export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
