import { expect, test } from "@jest/globals";
import { countText, dollarText, microsOf } from "../../../../core/budgets/money.ts";

test.each([
  [0, "$0.00"],
  [1, "<$0.0001"],
  [99, "<$0.0001"],
  [100, "$0.0001"],
  [9_999, "$0.0100"],
  [10_000, "$0.01"],
  [123_456, "$0.12"],
  [5_000_000, "$5.00"],
  [1_234_567_890_000, "$1,234,567.89"],
])("%d millionths of a dollar are %s", (micros, text) => {
  expect(dollarText(micros)).toBe(text);
});

test.each([
  [0, "0"],
  [999, "999"],
  [1_000, "1,000"],
  [1_234_567, "1,234,567"],
])("the count %d is %s", (count, text) => {
  expect(countText(count)).toBe(text);
});

test("dollars become whole millionths", () => {
  expect(microsOf(0.1 + 0.2)).toBe(300_000);
  expect(microsOf(12.345678)).toBe(12_345_678);
});
