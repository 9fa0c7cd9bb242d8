/**
 * Reads a `retry-after` header: seconds or a date, https://httpwg.org/specs/rfc9110#field.retry-after. Returns
 * milliseconds; null if the header is missing or malformed.
 */
export function retryAfterMs(header: unknown, now: number): number | null {
  const text = String(header ?? "").trim();
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text) * 1_000;
  // A date starts with the name of a day. Date.parse alone would read a bare "-5" as a year.
  const at = /^[A-Z][a-z]/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
