import { describe, expect, test } from "@jest/globals";
import type { ModelPrice } from "../../../../core/budgets/prices.ts";
import { affordableBudget, mostOf } from "../../../../core/budgets/run-limit.ts";
import { anEmployee } from "../../../fakes/records/employee.ts";

const price: ModelPrice = { input: 4, output: 20, long_prompt: null };
const tokens = { max_input_tokens: 100_000, max_output_tokens: 10_000 };
const budget = (max_dollars: number | null) => ({ ...tokens, max_dollars });

describe("the most that a run may cost", () => {
  const model = (max_dollars: number | null) => anEmployee({ runner: "model", budget: budget(max_dollars) });
  const webhook = (max_dollars: number | null) =>
    anEmployee({ runner: "webhook", budget: budget(max_dollars) });

  test("is the price of all tokens of a model", () => {
    expect(mostOf(model(null), price)).toBe(600_000);
  });

  test("is max_dollars if that is less", () => {
    expect(mostOf(model(0.25), price)).toBe(250_000);
    expect(mostOf(model(9), price)).toBe(600_000);
  });

  test("is max_dollars for a model without a price, and nothing without it", () => {
    expect(mostOf(model(0.25), null)).toBe(250_000);
    expect(mostOf(model(null), null)).toBe(0);
  });

  test("is max_dollars for a runner elsewhere, whatever its tokens", () => {
    expect(mostOf(webhook(2), price)).toBe(2_000_000);
    expect(mostOf(webhook(null), price)).toBe(0);
  });

  test("is nothing for a built-in employee", () => {
    expect(mostOf(anEmployee({ runner: "builtin", budget: budget(2) }), null)).toBe(0);
  });
});

describe("the tokens of a run", () => {
  test("stay as they are while max_dollars pays for them", () => {
    expect(affordableBudget(budget(null), price)).toEqual(budget(null));
    expect(affordableBudget(budget(0.6), price)).toEqual(budget(0.6));
    expect(affordableBudget(budget(0.1), null)).toEqual(budget(0.1));
  });

  test("are lowered in proportion until max_dollars pays for them", () => {
    const lowered = affordableBudget(budget(0.3), price);
    expect(lowered).toEqual({ max_input_tokens: 50_000, max_output_tokens: 5_000, max_dollars: 0.3 });
    const cost = lowered.max_input_tokens * 4 + lowered.max_output_tokens * 20;
    expect(cost).toBeLessThanOrEqual(300_000);
  });
});
