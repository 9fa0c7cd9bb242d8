import { describe, expect, test } from "@jest/globals";
import { runCost } from "../../../../core/budgets/run-cost.ts";
import type { Employee } from "../../../../core/roster/employee.ts";
import { somePrices } from "../../../fakes/records/budget.ts";
import { anEmployee } from "../../../fakes/records/employee.ts";

const names: Record<string, string> = { large: "anthropic/claude", own: "openai-compatible/llama" };
const ports = { prices: somePrices, modelName: (model: string | null) => names[model ?? ""] ?? null };
const used = { input_tokens: 1_000, output_tokens: 100 };

describe("the cost of our model runner", () => {
  const employee = (change: Partial<Employee> = {}) =>
    anEmployee({ runner: "model", model: "large", ...change });

  test("is the price of its tokens", () => {
    const usage = { ...used, model: "anthropic/claude" };
    const expected = { micros: 6_000, ...used, model: "anthropic/claude" };
    expect(runCost({ usage }, employee(), ports)).toEqual(expected);
    expect(runCost({ usage: used }, employee(), ports)).toEqual(expected);
  });

  test("is unknown for a model without a price", () => {
    const expected = { micros: null, ...used, model: "openai-compatible/llama" };
    expect(runCost({ usage: used }, employee({ model: "own" }), ports)).toEqual(expected);
  });

  test("is nothing without a request", () => {
    expect(runCost({ usage: null }, employee(), ports)).toMatchObject({ micros: 0 });
  });

  test("does not depend on what its process reports as cost", () => {
    const result = { usage: used, cost: { dollars: 0.000_001 } };
    expect(runCost(result, employee(), ports)).toMatchObject({ micros: 6_000 });
  });
});

describe("the cost of a runner elsewhere", () => {
  const employee = (max_dollars: number | null) =>
    anEmployee({ runner: "webhook", budget: { max_input_tokens: 1, max_output_tokens: 1, max_dollars } });

  test("is what it reports, at most max_dollars", () => {
    const cost = { dollars: 3 };
    expect(runCost({ usage: null, cost }, employee(5), ports)).toMatchObject({ micros: 3_000_000 });
    expect(runCost({ usage: null, cost }, employee(2), ports)).toMatchObject({ micros: 2_000_000 });
    expect(runCost({ usage: null, cost }, employee(null), ports)).toMatchObject({ micros: 3_000_000 });
  });

  test("is the price of its tokens if it reports only those and a known model", () => {
    const usage = { ...used, model: "anthropic/claude" };
    expect(runCost({ usage }, employee(null), ports)).toMatchObject({ micros: 6_000 });
    expect(runCost({ usage: used }, employee(null), ports)).toMatchObject({ micros: null, ...used });
  });

  test("is unknown if it reports nothing", () => {
    expect(runCost({ usage: null }, employee(5), ports)).toBeNull();
  });

  test.each(["a`b", "<b>", "two words", "", "/security", "a\nb"])("has no model named %j", (model) => {
    expect(runCost({ usage: { ...used, model } }, employee(null), ports)).toMatchObject({ model: null });
  });
});

test("a built-in employee has no cost", () => {
  expect(runCost({ usage: null }, anEmployee(), ports)).toBeNull();
});
