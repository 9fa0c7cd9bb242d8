import { Ajv, type Options } from "ajv";
import type { Employee } from "../../core/roster/employee.ts";
import { placeErrors } from "./check-schema.ts";
import { addPatternFormats } from "./formats.ts";
import type { Mistake } from "./mistakes.ts";
import type { YamlSource } from "./yaml-source.ts";

/** Returns an Ajv for what users type: it reports all errors, and converts `3` or `true` to the schema's type. */
export function createArgumentAjv(options: Options = {}): Ajv {
  return addPatternFormats(
    new Ajv({
      strict: true,
      allErrors: true,
      verbose: false,
      coerceTypes: true,
      useDefaults: true,
      code: { source: true, esm: true, lines: true },
      ...options,
    }),
  );
}

/** Compiles the schema of schemas once, which takes longer than everything else here. */
const schemaCheck = createArgumentAjv();

/** Returns the mistakes in an employee's `arguments`, which must be a JSON Schema that compiles. */
export function checkArgumentSchema(employee: Employee, source: YamlSource): Mistake[] {
  if (employee.arguments === null) return [];
  if (!schemaCheck.validateSchema(employee.arguments))
    return onePerPlace(placeErrors(schemaCheck.errors ?? [], source, ["arguments"]));
  try {
    createArgumentAjv({ validateSchema: false }).compile(employee.arguments);
    return [];
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [source.mistakeAt(["arguments"], `\`arguments\` is not a usable JSON Schema: ${why}.`)];
  }
}

/** Keeps the first mistake of each place: the schema of schemas has alternatives and reports all of them. */
function onePerPlace(mistakes: readonly Mistake[]): Mistake[] {
  const places = mistakes.map(({ line, column }) => `${line}:${column}`);
  return mistakes.filter((_, index) => places.indexOf(places[index] ?? "") === index);
}
