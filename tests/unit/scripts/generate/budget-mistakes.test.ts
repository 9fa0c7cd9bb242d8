import { afterAll, describe, expect, test } from "@jest/globals";
import { budgets, type Changes, changed, expectOneMistake, mistakes, prices } from "./changes.ts";
import { removeProjects } from "./project.ts";

afterAll(removeProjects);

const stages = { "resources/stages.yml": "default: {}\ndev: {}\nprod: {}\n" };

describe("reports a mistake in the prices with its place", () => {
  const cases: [string, Changes, string][] = [
    [
      "a price that is not a number",
      changed(prices, "input: 4", "input: $4"),
      `${prices}:8:32: \`models.bedrock.some-model.input\` must be a number of US dollars per million tokens.`,
    ],
    [
      "a negative price",
      changed(prices, "output: 20", "output: -20"),
      `${prices}:8:43: \`models.bedrock.some-model.output\` must be a number of US dollars per million tokens.`,
    ],
    [
      "more decimals than a cost can have",
      changed(prices, "output: 2.5", "output: 2.5001"),
      `${prices}:6:13: \`output\` has more than three decimals: round it up.`,
    ],
    [
      "more decimals in the price of a long prompt",
      changed(prices, "input: 0.25", "input: 0.12345"),
      `${prices}:7:47: \`input\` has more than three decimals: round it up.`,
    ],
    [
      "a model without a provider",
      changed(prices, "bedrock/some-model", "some-model"),
      `${prices}:8:3: \`models\` must be a price by \`<provider>/<model id>\``,
    ],
    [
      "a model with one price",
      changed(prices, ", output: 20", ""),
      `${prices}:8:23: \`models.bedrock.some-model\`: \`output\` is missing: add it.`,
    ],
    [
      "a date in another form",
      changed(prices, "2026-11-28", "28.11.2026"),
      `${prices}:1:8: \`as_of\` must be the day on which the prices were read, such as 2026-11-28.`,
    ],
    [
      "no source",
      changed(prices, "source: https://prices.example/list\n", ""),
      `${prices}:1:1: \`source\` is`,
    ],
    ["no file", { [prices]: null }, `${prices}:1:1: The file is missing: add it`],
    ["invalid YAML", { [prices]: "models: [" }, `${prices}:1:`],
  ];
  test.each(cases)("%s", async (_, changes, expected) => {
    await expectOneMistake(changes, expected);
  });
});

describe("reports a mistake in the budgets with its place", () => {
  const cases: [string, Changes, string][] = [
    [
      "a limit that is not a number",
      changed(budgets, "dollars: 5", "dollars: five"),
      `${budgets}:1:20: \`person.dollars\` must be a number of US dollars from 0 to 1000000, or null for no limit.`,
    ],
    [
      "a negative limit of one name",
      changed(budgets, "octocat: 20", "octocat: -1"),
      `${budgets}:1:45: \`person.overrides.octocat\` must be a number of US dollars from 0 to 1000000`,
    ],
    [
      "an unknown scope",
      changed(budgets, "repository:", "repositories:"),
      `${budgets}:2:1: \`repositories\` is not a known field: use one of \`person\``,
    ],
    [
      "a repository without an owner",
      changed(budgets, "octo-demo/payments", "payments"),
      `${budgets}:2:28: \`repository.overrides\` must be a limit by owner/name of a repository.`,
    ],
    [
      "an unknown employee",
      changed(budgets, "security: 30", "securty: 30"),
      `${budgets}:3:26: \`securty\` is not an employee: use one of \`backend\`, \`security\`.`,
    ],
    [
      "an unknown stage",
      { ...stages, [budgets]: "stage:\n  overrides: { devel: 5 }\n" },
      `${budgets}:2:16: \`devel\` is not a stage of resources/stages.yml: use one of \`dev\`, \`prod\`.`,
    ],
    [
      "a login twice, because GitHub ignores its case",
      { [budgets]: "person:\n  overrides: { octocat: 5, Octocat: 6 }\n" },
      `${budgets}:2:28: \`Octocat\` already has a limit as \`octocat\`: remove one.`,
    ],
    ["no file", { [budgets]: null }, `${budgets}:1:1: The file is missing: add it`],
  ];
  test.each(cases)("%s", async (_, changes, expected) => {
    await expectOneMistake(changes, expected);
  });
});

test("an empty map of budgets has no limit", async () => {
  expect(await mistakes({ [budgets]: "{}\n" })).toEqual([]);
});
