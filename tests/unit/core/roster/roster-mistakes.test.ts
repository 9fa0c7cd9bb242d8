import { describe, expect, test } from "@jest/globals";
import { reservedCommands } from "../../../../core/commands/command-names.ts";
import { employeeMistakes } from "../../../../core/roster/roster-mistakes.ts";
import { anEmployee } from "../routing/policy.ts";

const security = anEmployee("security", { commands: ["security", "sec"] });
const docs = anEmployee("docs");

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
