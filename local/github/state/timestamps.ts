/** Returns a time as GitHub writes it: ISO 8601 UTC with whole seconds. `at` is in milliseconds since the epoch. */
export function timestamp(at: number = Date.now()): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** Returns the present time, or one second after the previous change if that is later. */
export function timestampAfter(previous: string): string {
  return timestamp(Math.max(Date.now(), Date.parse(previous) + 1000));
}
