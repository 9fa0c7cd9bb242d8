import { suggestCommand } from "./command-names.ts";

/** One error of a compiled JSON Schema, in the shape of ajv. */
export interface SchemaError {
  keyword: string;
  instancePath: string;
  params: Record<string, unknown>;
  message?: string;
}

export interface Wording {
  /** Names that are allowed where an unknown one was found. */
  known: readonly string[];
  /** What the value must be, from the schema's `description`; null if it has none. */
  description: string | null;
  /** Term for the names: "field", "argument". */
  place: string;
}

function list(names: readonly unknown[]): string {
  return names.map((name) => `\`${String(name)}\``).join(", ");
}

function unknownName(name: string, { known, place }: Wording): string {
  const near = suggestCommand(name, known);
  if (near !== null) return `\`${name}\` is not a known ${place}: did you mean \`${near}\`?`;
  if (known.length === 0) return `\`${name}\` is not a known ${place}: there are none here.`;
  return `\`${name}\` is not a known ${place}: use one of ${list(known)}.`;
}

/** Converts `/rules/0/when` to `rules[0].when`. */
function nameOf(instancePath: string): string {
  const parts = instancePath
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  return parts
    .map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`))
    .join("")
    .replace(/^\./, "");
}

function requirement(error: SchemaError, { description }: Wording): string {
  const { params } = error;
  if (error.keyword === "enum" && Array.isArray(params.allowedValues)) {
    return `must be one of ${list(params.allowedValues)}`;
  }
  if (error.keyword === "maxItems") {
    return `must have no more than ${params.limit === 1 ? "one entry" : `${String(params.limit)} entries`}`;
  }
  if (error.keyword === "const") return `must be ${list([params.allowedValue])}`;
  if (description !== null) return `must be ${description}`;
  if (error.keyword === "type") return `must be of type ${[params.type].flat().join(" or ")}`;
  return error.message ?? "is not valid";
}

/** Returns a sentence that says what to change. It never repeats the given value. */
export function explainSchemaError(error: SchemaError, wording: Wording): string {
  const name = nameOf(error.instancePath);
  const { missingProperty, additionalProperty } = error.params;
  if (error.keyword === "required" && typeof missingProperty === "string") {
    return `${name === "" ? "" : `\`${name}\`: `}\`${missingProperty}\` is missing: add it.`;
  }
  if (error.keyword === "additionalProperties" && typeof additionalProperty === "string") {
    return unknownName(additionalProperty, wording);
  }
  return `${name === "" ? "This" : `\`${name}\``} ${requirement(error, wording)}.`;
}
