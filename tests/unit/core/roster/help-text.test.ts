import { expect, test } from "@jest/globals";
import { helpText } from "../../../../core/roster/help-text.ts";
import { anEmployee } from "../routing/policy.ts";

const roster = [
  anEmployee("security", {
    title: "Security reviewer",
    description: "Looks for holes | and\nleaks",
    commands: ["security", "sec"],
    minimum_permission: "triage",
    arguments: {
      type: "object",
      required: ["focus"],
      properties: {
        focus: { enum: ["auth", "input"] },
        depth: { type: "integer" },
        words: { type: "array" },
        any: {},
      },
    },
  }),
  anEmployee("deploy", { minimum_permission: "admin" }),
];

test("a row for every employee: commands, who answers, what it does, who may, arguments", () => {
  expect(
    helpText(roster)
      .split("\n")
      .filter((line) => line.startsWith("|")),
  ).toEqual([
    "| Command | Who answers | What it does | Permission | Arguments |",
    "| --- | --- | --- | --- | --- |",
    "| `/security`, `/sec` | Security reviewer | Looks for holes \\| and leaks | triage or more | `focus=<auth or input>` `[depth=<integer>]` `[<words>]` `[any=<value>]` |",
    "| `/deploy` | deploy | Does deploy | admin | none |",
  ]);
});

test("built-in commands only where they are handed in", () => {
  expect(helpText(roster)).not.toContain("/ok-to-run");
  const builtIn = {
    name: "ok-to-run",
    title: "Approval",
    description: "Lets employees work on a fork's commit",
    minimum_permission: "write",
    usage: "<commit>",
  } as const;
  expect(helpText([], [builtIn, { ...builtIn, name: "status", usage: "" }])).toContain(
    [
      "| `/ok-to-run` | Approval | Lets employees work on a fork's commit | write or more | `<commit>` |",
      "| `/status` | Approval | Lets employees work on a fork's commit | write or more | none |",
    ].join("\n"),
  );
});
