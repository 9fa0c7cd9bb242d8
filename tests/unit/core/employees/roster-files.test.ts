import { resolve } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { buildPrompt } from "../../../../core/employees/prompt.ts";
import { estimateTokens } from "../../../../core/employees/prompt-budget.ts";
import type { Employee } from "../../../../core/roster/employee.ts";
import { readRoster } from "../../../../scripts/generate/read-roster.ts";
import { employeeTask } from "./records.ts";

const { employees, mistakes } = await readRoster(resolve(import.meta.dirname, "../../../.."));
const byName = new Map<string, Employee>(employees.map((employee) => [employee.name, employee]));

describe("the roster", () => {
  test("has no mistakes", () => {
    expect(mistakes).toEqual([]);
  });

  // Teams add employees without a change here.
  test("answers at least these commands", () => {
    expect(Object.fromEntries(employees.map(({ name, commands }) => [name, commands]))).toMatchObject({
      architecture: ["architecture", "arch"],
      backend: ["backend", "review"],
      cancel: ["cancel"],
      "demo-lambda": ["size"],
      "demo-webhook": ["sql"],
      "demo-workflow": ["lines"],
      docs: ["docs"],
      explain: ["explain"],
      help: ["help"],
      retry: ["retry"],
      security: ["security", "sec"],
      status: ["status"],
      summary: ["summary", "summarize"],
    });
  });

  test("lets readers and forks use only commands that cost nothing and change nothing", () => {
    for (const { name, runner, minimum_permission, forks, stages } of employees) {
      // The employees of the laptop cost nothing.
      if (stages?.join() === "local") continue;
      const builtin = runner === "builtin";
      const free = builtin && !["cancel", "retry"].includes(name);
      expect({ name, minimum_permission, forks }).toEqual({
        name,
        minimum_permission: free ? "read" : "write",
        forks: builtin ? "allowed" : "approval",
      });
    }
    expect(byName.get("summary")?.context).toEqual(["files"]);
  });

  test.each(["architecture", "backend", "docs", "security"])(
    "%s leaves most of its budget to the change",
    (name) => {
      const employee = byName.get(name);
      if (!employee) throw new Error(`${name} is missing`);
      const { system } = buildPrompt(employeeTask({ employee }));
      expect(estimateTokens(system)).toBeLessThan(employee.budget.max_input_tokens / 10);
      expect(employee.budget.max_output_tokens).toBeLessThanOrEqual(16_000);
    },
  );
});
