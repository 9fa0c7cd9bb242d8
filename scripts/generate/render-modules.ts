import type { RegisteredSchema } from "./schema-registry.ts";

/** Returns the first lines of a generated file. */
export function header(sources: string): string {
  return `// Generated from ${sources} by scripts/generate. Do not edit.\n`;
}

/** Returns a TypeScript module that exports one constant, or a list, of a type. */
export function renderData(from: string, type: string, module: string, name: string, value: unknown): string {
  const isList = Array.isArray(value) ? "[]" : "";
  return [
    header(from),
    `import type { ${type} } from "${module}";\n\n`,
    `export const ${name}: ${type}${isList} = ${JSON.stringify(value, null, 2)};\n`,
  ].join("");
}

/** Returns the type declarations of the guards and argument validators. */
export function renderGuardTypes(schemas: readonly RegisteredSchema[]): string {
  const imports = schemas.map(({ file, type }) => {
    return `import type { ${type} } from "${file.replace(/^core\//, "../")}";\n`;
  });
  const guards = schemas.map(({ guard, type }) => `export declare const ${guard}: Guard<${type}>;\n`);
  return [
    header("core/**/*.schema.ts and workflows/employees/*.md"),
    'import type { ArgumentValidator } from "../commands/check-arguments.ts";\n',
    'import type { SchemaError } from "../commands/explain-schema-error.ts";\n',
    ...imports,
    "\n/** Narrows data from outside; `errors` belongs to the last call. */\n",
    "export interface Guard<Type> {\n  (data: unknown): data is Type;\n  errors?: SchemaError[] | null;\n}\n\n",
    ...guards,
    "\n/** By the name of the employee; those without `arguments` have none. */\n",
    "export declare const argumentValidators: Readonly<Record<string, ArgumentValidator>>;\n",
  ].join("");
}
