import { expect, test } from "@jest/globals";
import { createModelNames } from "../../../../adapters/models/name.ts";
import { roster } from "../../../../core/generated/roster.ts";

const aliases = {
  default: { large: "anthropic/one", small: "anthropic/small" },
  stages: { dev: { small: "bedrock/two/three" } },
};

test.each([
  ["prod", "large", { provider: "anthropic", id: "one" }],
  ["prod", "small", { provider: "anthropic", id: "small" }],
  ["dev", "small", { provider: "bedrock", id: "two/three" }],
  ["dev", "openai-compatible/four", { provider: "openai-compatible", id: "four" }],
])("in %s, %s is read as %j", (stage, model, expected) => {
  expect(createModelNames(stage, aliases)(model)).toEqual(expected);
});

test.each([null, "medium", "toString", "acme/five", "anthropic/"])("%s names no model", (model) => {
  expect(() => createModelNames("dev", aliases)(model)).toThrow(
    expect.objectContaining({ name: "PermanentError", code: "model_malformed" }),
  );
});

test("each employee of the roster that needs a model has one, in every stage", () => {
  const models = roster.filter(({ runner }) => runner === "model").map(({ model }) => model);
  expect(models.length).toBeGreaterThan(0);
  for (const stage of ["local", "dev", "prod"]) {
    for (const model of models) expect(createModelNames(stage)(model).id).not.toBe("");
  }
});
