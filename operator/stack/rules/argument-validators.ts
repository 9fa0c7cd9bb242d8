import type { ArgumentValidator } from "../../../core/commands/check-arguments.ts";
import type { Employee } from "../../../core/roster/employee.ts";
import { createArgumentAjv } from "../../../scripts/generate/argument-schemas.ts";

/** Compiles the argument validators of a roster that was just read; the build does this ahead of time. */
export function argumentValidators(roster: readonly Employee[]): Record<string, ArgumentValidator> {
  const ajv = createArgumentAjv();
  return Object.fromEntries(
    roster.flatMap(({ name, arguments: schema }) => (schema === null ? [] : [[name, ajv.compile(schema)]])),
  );
}
