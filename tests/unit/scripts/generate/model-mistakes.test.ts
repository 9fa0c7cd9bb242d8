import { afterAll, describe, expect, test } from "@jest/globals";
import { type Changes, changed, expectOneMistake, mistakes, models, security } from "./changes.ts";
import { removeProjects } from "./project.ts";

afterAll(removeProjects);

const stages = { "resources/stages.yml": "default: {}\ndev: {}\nprod: {}\n" };

describe("one mistake in the aliases of models, and where it is", () => {
  const cases: [string, Changes, string][] = [
    [
      "an employee with an alias that is not there",
      changed(security, "model: large", "model: larg"),
      `${security}:7:8: \`larg\` is not an alias in ${models}: use one of \`large\`, \`small\`, or add it there.`,
    ],
    [
      "an employee with a model's own name",
      changed(security, "model: large", "model: bedrock/some-model"),
      `${security}:7:8: \`model\` must be an alias of \`workflows/models.yml\`.`,
    ],
    [
      "a model without a provider",
      changed(models, "bedrock/some-model", "some-model"),
      `${models}:2:10: \`default.large\` must be \`<provider>/<model id>\`, the provider one of bedrock, anthropic, openai-compatible.`,
    ],
    [
      "an alias that one stage alone has",
      changed(models, "dev: { large:", "dev: { largest:"),
      `${models}:5:10: \`largest\` is not under \`default\`: add it there.`,
    ],
    [
      "a stage that is not there",
      { ...stages, ...changed(models, "dev:", "devel:") },
      `${models}:5:3: \`devel\` is not a stage of resources/stages.yml, which has \`dev\`, \`prod\`.`,
    ],
    ["no file", { [models]: null }, `${models}:1:1: The file is missing: add it`],
    ["no YAML", { [models]: "default: [" }, `${models}:1:`],
  ];
  test.each(cases)("%s", async (_, changes, expected) => {
    await expectOneMistake(changes, expected);
  });
});

test("a stage of the project may take other models", async () => {
  expect(await mistakes(stages)).toEqual([]);
});
