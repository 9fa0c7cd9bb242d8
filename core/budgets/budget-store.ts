import type { Budget } from "./budget-limits.ts";

/** Port: the budgets of each day. Throws RetryableError if the table does not respond. */
export interface BudgetStore {
  /**
   * Holds an amount for a run if the day's sum stays within the limit. Holding it again for the same run changes nothing.
   */
  reserve(budget: Budget, day: string, run: RunAmount): Promise<Reserved>;
  /**
   * Replaces what a run holds by what it is charged, at most as much. Returns false, and changes nothing, if it holds no
   * such amount: it was never reserved, or is settled.
   */
  settle(key: string, day: string, run: RunAmount, charge: number): Promise<boolean>;
  /** Returns how much of a budget is used on a day; null if nothing was reserved. */
  read(key: string, day: string): Promise<BudgetUse | null>;
}

/** Amounts are whole millionths of a US dollar. */
export interface RunAmount {
  /** Name of the attempt's execution. */
  run: string;
  micros: number;
}

export type Reserved = { kind: "held" } | { kind: "exceeded"; use: BudgetUse };

export interface BudgetUse extends Pick<Budget, "key" | "name" | "limit"> {
  /** Spent and held together. */
  used: number;
  /** Held by runs that have not finished. */
  held: number;
}
