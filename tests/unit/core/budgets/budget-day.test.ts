import { expect, test } from "@jest/globals";
import { dayOf, resetAfter, untilReset } from "../../../../core/budgets/budget-day.ts";

const at = (time: string) => Date.parse(`2026-11-28T${time}Z`);

test("a day begins and ends at midnight UTC", () => {
  expect(dayOf(at("00:00:00.000"))).toBe("2026-11-28");
  expect(dayOf(at("23:59:59.999"))).toBe("2026-11-28");
  expect(new Date(resetAfter(at("00:00:00.000"))).toISOString()).toBe("2026-11-29T00:00:00.000Z");
  expect(new Date(resetAfter(at("23:59:59.999"))).toISOString()).toBe("2026-11-29T00:00:00.000Z");
});

test.each([
  ["00:00:00", "in 24 h"],
  ["19:12:00", "in 5 h"],
  ["23:00:00", "in 1 h"],
  ["23:00:01", "in 60 min"],
  ["23:59:30", "in 1 min"],
])("at %s the reset is %s", (time, text) => {
  expect(untilReset(at(time))).toBe(text);
});
