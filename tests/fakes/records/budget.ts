import type { BudgetLimits } from "../../../core/budgets/budget-limits.ts";
import type { Prices } from "../../../core/budgets/prices.ts";

const none = { dollars: null, overrides: {} };

/** Limits in dollars; without a change there is none. */
export function someLimits(change: Partial<BudgetLimits> = {}): BudgetLimits {
  return { person: none, employee: none, repository: none, stage: none, ...change };
}

export const daily = (dollars: number) => ({ dollars, overrides: {} });

/** One model with a price: a run of `anEmployee` with 1,000 tokens in and out may cost up to 24,000 millionths. */
export const somePrices: Prices = {
  as_of: "2026-11-23",
  source: "https://prices.example",
  models: { "anthropic/claude": { input: 4, output: 20, long_prompt: null } },
};
