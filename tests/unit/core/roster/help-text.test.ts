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
        words: { type: "array", description: "file names" },
        any: {},
      },
    },
  }),
  anEmployee("deploy", { minimum_permission: "admin" }),
];

test("has a row for each employee: commands, title, description, permission, arguments", () => {
  expect(
    helpText(roster, [])
      .split("\n")
      .filter((line) => line.startsWith("|")),
  ).toEqual([
    "| Command | Handled by | What it does | Permission | Arguments |",
    "| --- | --- | --- | --- | --- |",
    "| `/security`, `/sec` | Security reviewer | Looks for holes \\| and leaks | triage or higher | `focus=<one of: auth, input>` `[depth=<integer>]` `[file names]` `[any=<value>]` |",
    "| `/deploy` | deploy | Does deploy | admin | none |",
  ]);
});

test("lists the built-in commands that it is given", () => {
  expect(helpText(roster, [])).not.toContain("/ok-to-run");
  const builtIn = {
    name: "ok-to-run",
    title: "Approval",
    description: "Lets employees work on a fork's commit",
    minimum_permission: "write",
    usage: "<commit>",
  } as const;
  expect(helpText([], [builtIn, { ...builtIn, name: "status", usage: "" }])).toContain(
    [
      "| `/ok-to-run` | Approval | Lets employees work on a fork's commit | write or higher | `<commit>` |",
      "| `/status` | Approval | Lets employees work on a fork's commit | write or higher | none |",
    ].join("\n"),
  );
});

test("shows both forms of a command if it knows the App's name", () => {
  expect(helpText(roster, [])).not.toContain("@");
  expect(helpText(roster, [], "our-app").split("\n")[0]).toBe(
    "Write a command at the start of a line, for example in a comment of its own. " +
      "`/help` and `@our-app help` mean the same, and so for all commands.",
  );
});
