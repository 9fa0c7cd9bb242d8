import { Ajv, type Options } from "ajv";
import type { Employee } from "../../core/roster/employee.ts";
import { placeErrors } from "./check-schema.ts";
import { addPatternFormats } from "./formats.ts";
import type { Mistake } from "./mistakes.ts";
import type { YamlSource } from "./yaml-source.ts";

/** For what people type: all problems at once, and `3` or `true` read as the type that the schema asks for. */
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

/** Compiles the schema of schemas once, which takes longer than all else here. */
const schemaCheck = createArgumentAjv();

/** Whether the `arguments` of an employee are a JSON Schema that can be compiled. */
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

/** The schema of schemas tries alternatives and reports each of them: the first one says enough. */
function onePerPlace(mistakes: readonly Mistake[]): Mistake[] {
  const places = mistakes.map(({ line, column }) => `${line}:${column}`);
  return mistakes.filter((_, index) => places.indexOf(places[index] ?? "") === index);
}
