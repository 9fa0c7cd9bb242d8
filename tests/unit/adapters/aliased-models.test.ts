import { expect, test } from "@jest/globals";
import { aliasedAdmission, aliasedRunner } from "../../../functions/adapters/aliased-models.ts";
import type { EmployeeResult, Runner } from "../../../functions/core/employees/runner.ts";
import { employee, employeeTask } from "../core/employees/records.ts";

const answered: EmployeeResult = { outcome: "answered", markdown: "Fine.", usage: null };
const never = new AbortController().signal;

function setUp() {
  const asked: (string | null)[] = [];
  const aliases = {
    default: { large: "anthropic/one", small: "anthropic/small" },
    stages: { dev: { small: "bedrock/two" } },
  };
  const model: Runner = async (task) => {
    asked.push(task.employee.model);
    return answered;
  };
  const ports = {
    admit: aliasedAdmission(async ({ model }) => void asked.push(model), "dev", aliases),
    model: aliasedRunner(model, "dev", aliases),
  };
  return { ports, asked };
}

test("the circuit and the provider are those of the model that the alias means in the stage", async () => {
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
