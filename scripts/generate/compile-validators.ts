import { Ajv } from "ajv";
import standalone from "ajv/dist/standalone/index.js";
import type { Employee } from "../../core/roster/employee.ts";
import { createArgumentAjv } from "./argument-schemas.ts";
import { bundleModules } from "./bundle-modules.ts";
import { addPatternFormats } from "./formats.ts";
import type { Mistake } from "./mistakes.ts";
import type { RegisteredSchema } from "./schema-registry.ts";

/** Guards of untrusted data stop at the first error, because a sender could inflate the work of collecting all errors. */
function createGuardAjv(schemas: readonly RegisteredSchema[]): Ajv {
  const ajv = addPatternFormats(new Ajv({ strict: true, code: { source: true, esm: true, lines: true } }));
  for (const { id, schema } of schemas) if (!ajv.getSchema(id)) ajv.addSchema(schema);
  return ajv;
}

/** Returns a mistake for each schema that does not compile, together with the schemas that it refers to. */
export function checkSchemas(schemas: readonly RegisteredSchema[]): Mistake[] {
  return schemas.flatMap(({ file, line, id }) => {
    try {
      createGuardAjv(schemas).getSchema(id);
      return [];
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return [{ file, line, column: 1, message: `The schema \`${id}\` cannot be compiled: ${why}.` }];
    }
  });
}

function guardModule(schemas: readonly RegisteredSchema[]): string {
  const refs = Object.fromEntries(schemas.map(({ guard, id }) => [guard, id]));
  return standalone.default(createGuardAjv(schemas), refs);
}

function argumentModule(roster: readonly Employee[]): string {
  const ajv = createArgumentAjv();
  const exported = new Map<string, string>();
  for (const { name, arguments: schema } of roster) {
    if (schema === null) continue;
    ajv.addSchema(schema, name);
    exported.set(name, `arguments_${name.replaceAll("-", "_")}`);
  }
  const refs = Object.fromEntries([...exported].map(([name, variable]) => [variable, name]));
  const entries = [...exported].map(([name, variable]) => `${JSON.stringify(name)}: ${variable}`);
  return `${standalone.default(ajv, refs)}\nexport const argumentValidators = { ${entries.join(", ")} };\n`;
}

/** Returns all guards and argument validators as one ES module that needs no package. */
export function compileValidators(
  schemas: readonly RegisteredSchema[],
  roster: readonly Employee[],
): Promise<string> {
  return bundleModules(
    { guards: guardModule(schemas), arguments: argumentModule(roster) },
    'export * from "guards";\nexport { argumentValidators } from "arguments";\n',
  );
}
