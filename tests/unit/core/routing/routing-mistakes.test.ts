import { describe, expect, test } from "@jest/globals";
import { routingMistakes } from "../../../../core/routing/routing-mistakes.ts";
import { anEmployee, aPolicy, aRule } from "./policy.ts";

const security = anEmployee("security", { commands: ["security", "sec"] });
const docs = anEmployee("docs");

describe("routingMistakes", () => {
  const roster = [security, docs, anEmployee("help")];

  function pathsAndMessages(changes: Parameters<typeof aPolicy>[0]): [string, string][] {
    return routingMistakes(aPolicy(changes), roster).map(({ path, message }) => [path.join("."), message]);
  }

  test("finds none in a valid policy", () => {
    const rules = [aRule({ commands: ["sec"] }, ["docs", "security"])];
    const rollout = {
      default: "canary" as const,
      canary_percentage: 5,
      rules: [{ when: { commands: ["help"] }, mode: "canary" as const, percentage: 1 }],
    };
    expect(pathsAndMessages({ rules, rollout })).toEqual([]);
  });

  test("unknown names, with a suggestion", () => {
    const rules = [aRule({ commands: ["sec", "securty"] }, ["docs", "securitty"])];
    expect(pathsAndMessages({ rules })).toEqual([
      [
        "rules.0.employees.1",
        "There is no employee `securitty` in workflows/employees. Did you mean `security`?",
      ],
      [
        "rules.0.when.commands.1",
        "No employee lists the command `securty`: add it to one. Did you mean `security`?",
      ],
    ]);
  });

  test("reserved commands in a rule, two rules with the same name", () => {
    const rules = [aRule({ commands: ["help"] }, ["docs"]), aRule({ repos: ["a/*"] }, ["docs"])];
    expect(pathsAndMessages({ rules }).map(([path]) => path)).toEqual([
      "rules.0.when.commands.0",
      "rules.1.name",
    ]);
  });

  test("a canary without a percentage, a percentage without a canary", () => {
    const rollout = {
      default: "canary" as const,
      canary_percentage: 0,
      rules: [
        { when: { commands: ["unknown"] }, mode: "canary" as const },
        { when: { repos: ["a/*"] }, mode: "shadow" as const, percentage: 3 },
      ],
    };
    expect(pathsAndMessages({ rollout }).map(([path]) => path)).toEqual([
      "rollout.default",
      "rollout.rules.0.when.commands.0",
      "rollout.rules.0.mode",
      "rollout.rules.1.percentage",
    ]);
  });
});
