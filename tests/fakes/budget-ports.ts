import { createFakeBudgetStore } from "./budget-store.ts";
import { someLimits, somePrices } from "./records/budget.ts";

/** Budgets without a limit, and prices, for the steps that reserve and settle. */
export function createBudgetPorts() {
  return {
    budgets: createFakeBudgetStore(),
    budgetLimits: someLimits(),
    prices: somePrices,
    modelName: (model: string | null) => model,
    stage: "test",
  };
}
