import type { Json, JsonObject } from "../../stack/packaging/template.ts";

/** A value with every object in it, the innermost first, replaced by what `change` makes of it. */
export function mapJson(value: Json, change: (object: JsonObject) => Json): Json {
  if (Array.isArray(value)) return value.map((item) => mapJson(item, change));
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).map(([key, inner]) => [key, mapJson(inner, change)]);
  return change(Object.fromEntries(members) as JsonObject);
}
