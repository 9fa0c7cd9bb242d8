import type { Json, JsonObject } from "../../stack/packaging/template.ts";

/** Replaces every object in a value, the innermost first, by the result of `change`. */
export function mapJson(value: Json, change: (object: JsonObject) => Json): Json {
  if (Array.isArray(value)) return value.map((item) => mapJson(item, change));
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).map(([key, inner]) => [key, mapJson(inner, change)]);
  return change(Object.fromEntries(members) as JsonObject);
}
