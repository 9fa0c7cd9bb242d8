import { expect, test } from "@jest/globals";
import { aliasedModels } from "../../../functions/adapters/aliased-models.ts";
import type { EmployeeResult } from "../../../functions/core/employees/runner.ts";
import { employee, employeeTask } from "../core/employees/records.ts";

const answered: EmployeeResult = { outcome: "answered", markdown: "Fine.", usage: null };
const never = new AbortController().signal;

function setUp() {
  const asked: (string | null)[] = [];
  const ports = aliasedModels(
    {
      admit: async ({ model }) => void asked.push(model),
      model: async (task) => {
        asked.push(task.employee.model);
        return answered;
      },
    },
    { large: "anthropic/one", small: "bedrock/two" },
  );
  return { ports, asked };
}

test("the circuit and the provider are those of the model that the alias means", async () => {
  const { ports, asked } = setUp();
  await ports.admit(employee({ model: "large" }));
  expect(await ports.model(employeeTask({ employee: employee({ model: "small" }) }), never)).toBe(answered);
  expect(asked).toEqual(["anthropic/one", "bedrock/two"]);
});

test("an employee without a model stays without one, and so does one with an unknown alias", async () => {
  const { ports, asked } = setUp();
  await ports.admit(employee({ runner: "builtin", model: null }));
  await ports.admit(employee({ model: "toString" }));
  await ports.admit(employee({ model: "medium" }));
  expect(asked).toEqual([null, null, null]);
});
