import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { Ajv } from "ajv";
import { callbackBodySchema } from "../../../../core/callbacks/callback.schema.ts";
import { employeeResultSchema } from "../../../../core/employees/employee-result.schema.ts";
import { taskSchema } from "../../../../core/employees/task.schema.ts";
import { isCallbackBody, isEmployeeResult, isTask } from "../../../../core/generated/validators.mjs";
import { asRecord } from "../../../../core/json-value.ts";
import { addPatternFormats } from "../../../../scripts/generate/formats.ts";
import { callbackExamples, resultExamples, taskExamples } from "../../../../scripts/schemas/examples.ts";
import { publishedSchemas } from "../../../../scripts/schemas/published.ts";
import { codeIn, tableRows } from "../../../stack/documents/markdown.ts";

const folder = join(import.meta.dirname, "../../../../docs/schemas");
const schemas = publishedSchemas();

test.each(Object.entries(schemas))(
  "docs/schemas/%s is what the functions use: `npx node scripts/schemas/main.ts` writes it",
  (name, schema) => {
    expect(JSON.parse(readFileSync(join(folder, name), "utf8"))).toEqual(schema);
  },
);

/** Any implementation of JSON Schema: it knows no `nullable`. */
function validatorOf(name: string) {
  const ajv = addPatternFormats(
    new Ajv({ strict: true, allowUnionTypes: true, strictRequired: false, strictTypes: false }),
  );
  for (const schema of Object.values(schemas)) ajv.addSchema(schema);
  const validate = ajv.getSchema(name);
  if (!validate) throw new Error(`No schema ${name}`);
  return validate;
}

test.each([
  ["task.v1.json", taskExamples, isTask],
  ["result.v1.json", resultExamples, isEmployeeResult],
  ["callback.v1.json", callbackExamples, isCallbackBody],
] as const)("%s accepts its examples, as the functions do", (name, examples, guard) => {
  for (const example of examples) {
    expect([validatorOf(name)(example), guard(example)]).toEqual([true, true]);
  }
});

test("the published schemas refuse what the functions refuse", () => {
  const [result] = resultExamples;
  expect(validatorOf("result.v1.json")({ ...result, version: 2 })).toBe(false);
  expect(validatorOf("result.v1.json")({ ...result, coverage: null, cost: null })).toBe(true);
  expect(validatorOf("callback.v1.json")({ type: "result", job_id: "a", attempt: 1 })).toBe(false);
  expect(validatorOf("callback.v1.json")({ type: "heartbeat", job_id: "a", attempt: 1 })).toBe(true);
  expect(validatorOf("task.v1.json")({ ...taskExamples[0], callback: null })).toBe(true);
});

test.each([
  ["field of a task", taskSchema],
  ["field of a result", employeeResultSchema],
  ["field of a callback", callbackBodySchema],
] as const)("docs/schemas/README.md has every %s, and no other", (head, schema) => {
  const rows = tableRows(readFileSync(join(folder, "README.md"), "utf8"), head);
  const documented = rows.flatMap(([names = ""]) => codeIn(names));

  expect(documented.toSorted()).toEqual(fieldsOf(schema).toSorted());
});

/** The names of all values that are not objects: `command.name`, `findings[].path`. The arguments are free. */
function fieldsOf(schema: object, path = ""): string[] {
  return Object.entries(asRecord(asRecord(schema).properties)).flatMap(([name, value]) => {
    const { items } = asRecord(value);
    const inner = fieldsOf(asRecord(items ?? value), `${path}${name}${items ? "[]" : ""}.`);
    return inner.length > 0 ? inner : [`${path}${name}`];
  });
}
