import { expect, test } from "@jest/globals";
import { explainSchemaError } from "../../../../core/commands/explain-schema-error.ts";

test("an error without a sentence of its own keeps the message of the library", () => {
  const wording = { known: [], description: null, place: "field" };
  const error = {
    keyword: "minItems",
    instancePath: "/a~1b/0/c",
    params: {},
    message: "must NOT have fewer items",
  };
  expect(explainSchemaError(error, wording)).toBe("`a/b[0].c` must NOT have fewer items.");
  expect(explainSchemaError({ keyword: "x", instancePath: "", params: {} }, wording)).toBe(
    "This is not valid.",
  );
  const extra = { keyword: "additionalProperties", instancePath: "", params: { additionalProperty: "a" } };
  expect(explainSchemaError(extra, wording)).toBe("`a` is not a known field: there are none here.");
});
