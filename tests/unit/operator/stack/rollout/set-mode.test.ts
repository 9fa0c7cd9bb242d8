import { expect, test } from "@jest/globals";
import { setMode, versionToRestore } from "../../../../../operator/stack/rollout/set-mode.ts";

test("an existing rule keeps its place with --keep-rules, and comes first without", () => {
  const rules = ["summary", "docs"].map((name) => ({ when: { commands: [name] }, mode: "off" as const }));
  const policy = { default: "shadow" as const, canary_percentage: 0, rules };
  const part = { repos: [], events: [], commands: ["docs"] };
  const commandsOf = (keepRules: boolean) =>
    setMode(policy, "active", null, { ...part, keepRules }).rules.map(({ when }) => when.commands?.[0]);
  expect([commandsOf(true), commandsOf(false)]).toEqual([
    ["summary", "docs"],
    ["docs", "summary"],
  ]);
});

test.each<[string, (number | null)[], number | null]>([
  ["nothing was ever changed", [], null],
  ["the first change", [null], 0],
  ["a change after a change", [null, null], 1],
  ["one of two changes is undone", [null, null, 1], 0],
  ["all are undone", [null, null, 1, 0], null],
  ["a change after that", [null, null, 1, 0, null], 0],
])("going back after %s", (_what, backs, target) => {
  const history = backs.map((back_to, n) => ({ version: n + 1, back_to })).toReversed();
  expect(versionToRestore(history)).toBe(target);
});
