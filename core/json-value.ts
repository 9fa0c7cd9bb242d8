export type JsonRecord = Record<string, unknown>;

/** Returns the value of a JSON text; undefined for a text that is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Returns whether a value is an object and not an array. */
export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Returns the members of an object; none for any other value. */
export function asRecord(value: unknown): JsonRecord {
  return isRecord(value) ? value : {};
}
