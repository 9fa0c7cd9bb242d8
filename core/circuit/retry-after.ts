/**
 * The wait of a `retry-after` header in milliseconds: seconds or a date, https://httpwg.org/specs/rfc9110#field.retry-after.
 * Null when there is none that can be read.
 */
export function retryAfterMs(header: unknown, now: number): number | null {
  const text = String(header ?? "").trim();
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text) * 1_000;
  // A date's first letters; Date.parse would make a year of a bare "-5".
  const at = /^[A-Z][a-z]/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
