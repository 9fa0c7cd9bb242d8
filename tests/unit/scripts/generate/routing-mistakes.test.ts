import { afterAll, describe, test } from "@jest/globals";
import { type Changes, changed, expectOneMistake, routing } from "./changes.ts";
import { removeProjects } from "./project.ts";

afterAll(removeProjects);

describe("reports a mistake in the routing with its place", () => {
  const cases: [string, Changes, string][] = [
    ["no routing", { [routing]: null }, `${routing}:1:1: The file is missing`],
    ["an empty routing", { [routing]: "" }, `${routing}:1:1: This must be of type object.`],
    ["no version", changed(routing, "version: 1\n", ""), `${routing}:1:1: \`version\` is missing: add it.`],
    [
      "an unknown employee in a rule",
      changed(routing, "[backend, security]", "[backend, securty]"),
      `${routing}:5:26: There is no employee \`securty\` in workflows/employees. Did you mean \`security\`?`,
    ],
    [
      "an unknown command in a rule",
      changed(routing, "[review]", "[reveiw]"),
      `${routing}:4:24: No employee lists the command \`reveiw\`: add it to one. Did you mean \`review\`?`,
    ],
    [
      "an unknown condition",
      changed(routing, "paths:", "files:"),
      `${routing}:4:33: \`files\` is not a known field: use one of \`repos\`, \`base_branches\`, \`commands\`, \`labels\`, \`paths\`, \`owners\`.`,
    ],
    [
      "a rule without conditions",
      changed(routing, "{ commands: [review], paths: ['infra/**'] }", "{}"),
      `${routing}:4:11: \`rules[0].when\` must be a map with at least one condition.`,
    ],
    [
      "a command of the roster listed as another bot's",
      { [routing]: "version: 1\nhints:\n  never_for: [hold, review, lgtm]\n" },
      `${routing}:3:21: \`review\` is a command of this roster, not of another bot: remove it.`,
    ],
    [
      "an invalid name of another bot",
      { [routing]: "version: 1\nhints:\n  never_for: [/hold]\n" },
      `${routing}:3:15: \`hints.never_for[0]\` must be a command name without the slash.`,
    ],
    [
      "a negated glob",
      changed(routing, "'infra/**'", "'!infra/**'"),
      `${routing}:4:41: \`rules[0].when.paths[0]\` must be a glob: \`*\`, \`**\` and \`?\`; \`!\` is not supported.`,
    ],
    [
      "a bot without a level",
      { [routing]: "version: 1\nbots:\n  allow:\n    - login: renovate[bot]\n" },
      `${routing}:4:7: \`bots.allow[0]\`: \`permission\` is missing: add it.`,
    ],
    [
      "a bot with a level that GitHub does not have",
      { [routing]: "version: 1\nbots:\n  allow: [{ login: 'renovate[bot]', permission: push }]\n" },
      `${routing}:3:49: \`bots.allow[0].permission\` must be one of \`read\`, \`triage\`, \`write\`, \`maintain\`, \`admin\`.`,
    ],
    [
      "a bot without a valid name",
      { [routing]: "version: 1\nbots:\n  allow: [7]\n" },
      `${routing}:3:11: \`bots.allow[0]\` must be a login, such as \`renovate[bot]\`, or a map with \`login\` and \`permission\`.`,
    ],
    [
      "a canary without a percentage",
      { [routing]: "version: 1\nrollout:\n  rules:\n    - when: { repos: [a/b] }\n      mode: canary\n" },
      `${routing}:5:13: A canary needs a \`percentage\`: add it.`,
    ],
    [
      "a percentage over 100",
      { [routing]: "version: 1\nrollout:\n  default: canary\n  canary_percentage: 101\n" },
      `${routing}:4:22: \`rollout.canary_percentage\` must be a number from 0 to 100.`,
    ],
  ];
  test.each(cases)("%s", async (_, changes, expected) => {
    await expectOneMistake(changes, expected);
  });
});
