import { afterAll, describe, expect, test } from "@jest/globals";
import { type Changes, changed, expectOneMistake, mistakes, models, security } from "./changes.ts";
import { removeProjects } from "./project.ts";

afterAll(removeProjects);

const stages = { "resources/stages.yml": "default: {}\ndev: {}\nprod: {}\n" };

describe("reports a mistake in the aliases of models with its place", () => {
  const cases: [string, Changes, string][] = [
    [
      "an employee with an unknown alias",
      changed(security, "model: large", "model: larg"),
      `${security}:7:8: \`larg\` is not an alias in ${models}: use one of \`large\`, \`small\`, or add it there.`,
    ],
    [
      "an employee with the name of a model",
      changed(security, "model: large", "model: bedrock/some-model"),
      `${security}:7:8: \`model\` must be an alias of \`workflows/models.yml\`.`,
    ],
    [
      "a model without a provider",
      changed(models, "bedrock/some-model", "some-model"),
      `${models}:2:10: \`default.large\` must be \`<provider>/<model id>\`, the provider one of bedrock, anthropic, openai-compatible.`,
    ],
    [
      "an alias that only one stage has",
      changed(models, "dev: { large:", "dev: { largest:"),
      `${models}:5:10: \`largest\` is not under \`default\`: add it there.`,
    ],
    [
      "an unknown stage",
      { ...stages, ...changed(models, "dev:", "devel:") },
      `${models}:5:3: \`devel\` is not a stage of resources/stages.yml, which has \`dev\`, \`prod\`.`,
    ],
    ["no file", { [models]: null }, `${models}:1:1: The file is missing: add it`],
    ["invalid YAML", { [models]: "default: [" }, `${models}:1:`],
  ];
  test.each(cases)("%s", async (_, changes, expected) => {
    await expectOneMistake(changes, expected);
  });
});

test("a stage of the project may use other models", async () => {
  expect(await mistakes(stages)).toEqual([]);
});
