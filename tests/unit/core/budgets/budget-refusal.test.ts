import { expect, test } from "@jest/globals";
import type { Budget } from "../../../../core/budgets/budget-limits.ts";
import { budgetRefusal } from "../../../../core/budgets/budget-refusal.ts";

const now = Date.parse("2026-11-28T19:00:00Z");
const mona: Budget = { key: "person#1", scope: "person", name: "octocat", limit: 5_000_000 };

function refusalOf(budget: Budget, used: number, { held = 0, micros = 800_000 } = {}): string {
  const { key, name, limit } = budget;
  const { code, message } = budgetRefusal(
    budget,
    { key, name, limit, used, held },
    { micros, now, title: "Security" },
  );
  expect(code).toBe("budget_exceeded");
  return message;
}

test("a budget that is used up says when it resets", () => {
  expect(refusalOf(mona, 5_000_000)).toBe(
    "The budget of octocat for today ($5.00) is used up. It resets at 00:00 UTC, in 5 h.",
  );
});

test("a budget with too little left says how much a run needs", () => {
  expect(refusalOf(mona, 4_600_000)).toBe(
    "The budget of octocat for today ($5.00) has $0.40 left, and a run of **Security** may cost up to $0.80. " +
      "It resets at 00:00 UTC, in 5 h.",
  );
});

test("what is left and what a run needs never look equal", () => {
  expect(refusalOf(mona, 4_195_001, { micros: 804_999 + 1 })).toContain(
    "has $0.80 left, and a run of **Security** may cost up to $0.81.",
  );
});

test("a budget that running jobs hold says that they free a part", () => {
  expect(refusalOf(mona, 5_000_000, { held: 800_000 })).toBe(
    "The budget of octocat for today ($5.00) is used up. It resets at 00:00 UTC, in 5 h. " +
      "Running jobs hold a part of it, and free what they do not spend.",
  );
});

test("a budget that no run fits into does not promise a reset", () => {
  expect(refusalOf(mona, 0, { micros: 6_000_000 })).toBe(
    "The budget of octocat for a day ($5.00) is too small: a run of **Security** may cost up to $6.00. " +
      "An operator can raise it.",
  );
});

test.each([
  [{ ...mona, scope: "employee", name: "Security" } as const, "The budget of **Security** for today"],
  [
    { ...mona, scope: "repository", name: "octo-demo/payments" } as const,
    "The budget of octo-demo/payments for",
  ],
  [{ ...mona, scope: "stage", name: "prod" } as const, "The budget of all repositories together for today"],
])("names whose budget it is: %#", (budget, beginning) => {
  expect(refusalOf(budget, 5_000_000).slice(0, beginning.length)).toBe(beginning);
});
