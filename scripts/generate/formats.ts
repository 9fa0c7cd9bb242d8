import type { Ajv } from "ajv";
import { fastFormats } from "ajv-formats/dist/formats.js";

/**
 * Adds the formats that are regular expressions. ajv copies them into the generated code; after `addFormats(ajv)`, that code
 * would require the whole package.
 */
export function addPatternFormats(ajv: Ajv): Ajv {
  for (const [name, format] of Object.entries(fastFormats)) {
    const pattern = typeof format === "object" && "validate" in format ? format.validate : format;
    if (pattern instanceof RegExp) ajv.addFormat(name, pattern);
  }
  return ajv;
}
