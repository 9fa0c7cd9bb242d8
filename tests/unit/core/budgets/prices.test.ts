import { describe, expect, test } from "@jest/globals";
import { costOfTokens, type ModelPrice, priceOf } from "../../../../core/budgets/prices.ts";

const flat: ModelPrice = { input: 4, output: 20, long_prompt: null };
const tiered: ModelPrice = {
  ...{ input: 0.1, output: 0.5 },
  long_prompt: { above_tokens: 100_000, input: 0.5, output: 2.5 },
};
const prices = { as_of: "2026-11-28", source: "https://prices.example", models: { "anthropic/one": flat } };

describe("the cost of tokens", () => {
  test.each([
    [flat, 1_000_000, 0, 4_000_000],
    [flat, 0, 1_000_000, 20_000_000],
    [flat, 120_000, 16_000, 800_000],
    [tiered, 3, 0, 1],
    [tiered, 100_000, 1_000, 10_500],
    [tiered, 100_001, 1_000, 52_501],
    [flat, 0, 0, 0],
  ])("%j for %d input and %d output tokens: %d", (price, input_tokens, output_tokens, micros) => {
    expect(costOfTokens(price, { input_tokens, output_tokens })).toBe(micros);
  });

  test("is a whole number for the highest price and token counts", () => {
    const highest = { input: 10_000, output: 10_000, long_prompt: null };
    const tokens = { input_tokens: 400_000_000, output_tokens: 400_000_000 };
    expect(costOfTokens(highest, tokens)).toBe(8_000_000_000_000);
  });
});

test("the price of a model is found by its name", () => {
  expect(priceOf("anthropic/one", prices)).toEqual(flat);
  expect(priceOf("anthropic/two", prices)).toBeNull();
  expect(priceOf("constructor", prices)).toBeNull();
  expect(priceOf(null, prices)).toBeNull();
});
