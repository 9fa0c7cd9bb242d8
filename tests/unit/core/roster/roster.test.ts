import { describe, expect, test } from "@jest/globals";
import { reservedCommands } from "../../../../core/commands/command-names.ts";
import { explainSchemaError } from "../../../../core/commands/explain-schema-error.ts";
import { permissions, reaches } from "../../../../core/github/permission.ts";
import { commandNames, findEmployees } from "../../../../core/roster/roster.ts";
import { employeeMistakes } from "../../../../core/roster/roster-mistakes.ts";
import { routingMistakes } from "../../../../core/routing/routing-mistakes.ts";
import { anEmployee, aPolicy, aRule } from "../routing/policy.ts";

const security = anEmployee("security", { commands: ["security", "sec"] });
const docs = anEmployee("docs");

test("employees are found by any of their commands", () => {
  expect(findEmployees([security, docs], "sec")).toEqual([security]);
  expect(findEmployees([security, docs], "review")).toEqual([]);
  expect(commandNames([security, docs, docs])).toEqual(["security", "sec", "docs"]);
});

test("a permission includes itself and all weaker ones", () => {
  for (const [index, held] of permissions.entries()) {
    expect(permissions.filter((needed) => reaches(held, needed))).toEqual(permissions.slice(0, index + 1));
  }
});

describe("employeeMistakes", () => {
  test("finds none in a valid roster", () => {
    expect(employeeMistakes(docs, [security])).toEqual([]);
    expect(employeeMistakes(anEmployee("help"), [security])).toEqual([]);
  });

  test("a command that another employee has", () => {
    const other = anEmployee("other", { commands: ["other", "sec"] });
    expect(employeeMistakes(other, [docs, security])).toEqual([
      { path: ["commands", 1], message: expect.stringContaining("already a command of `security`") },
    ]);
  });

  test.each(reservedCommands)("the reserved command %s", (command) => {
    const mistakes = employeeMistakes(anEmployee("other", { commands: ["other", command] }), []);
    expect(mistakes).toEqual([{ path: ["commands", 1], message: expect.stringContaining("reserved") }]);
  });

  test.each(["help", "status", "explain", "cancel", "retry"])(
    "only the builtin employee `%s` may list its name",
    (name) => {
      expect(employeeMistakes(anEmployee(name), [])).toEqual([]);
      expect(employeeMistakes(anEmployee(name, { runner: "model", model: "bedrock/x" }), [])).toHaveLength(1);
    },
  );

  test.each(["ok-to-run"])("no employee may list %s", (name) => {
    expect(employeeMistakes(anEmployee(name), [])).toHaveLength(1);
  });

  test("the employee `help` may list nothing else that is reserved", () => {
    const model = { runner: "model", model: "bedrock/x" } as const;
    expect(employeeMistakes(anEmployee("help", model), [])).toHaveLength(1);
    expect(employeeMistakes(anEmployee("help", { commands: ["help", "status"] }), [])).toHaveLength(1);
  });

  test("a model without model or instructions, a builtin with a model", () => {
    const model = { runner: "model", model: "bedrock/x" } as const;
    expect(employeeMistakes(anEmployee("a", model), [])).toEqual([]);
    expect(employeeMistakes(anEmployee("a", { ...model, model: null }), [])).toHaveLength(1);
    expect(employeeMistakes(anEmployee("a", { ...model, instructions: "" }), [])).toHaveLength(1);
    expect(employeeMistakes(anEmployee("a", { model: "bedrock/x" }), [])).toMatchObject([
      { path: ["model"] },
    ]);
  });
});

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
