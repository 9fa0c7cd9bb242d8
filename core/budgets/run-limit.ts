import type { Employee } from "../roster/employee.ts";
import { microsOf } from "./money.ts";
import { costOfTokens, type ModelPrice } from "./prices.ts";

type RunBudget = Employee["budget"];

/**
 * Returns the most that one run may cost, in millionths of a dollar: `max_dollars`, or the price of all tokens that it may
 * use, whichever is less. 0 for a run whose cost is not known before: it fits into every budget.
 */
export function mostOf(
  { runner, budget }: Pick<Employee, "runner" | "budget">,
  price: ModelPrice | null,
): number {
  if (runner === "builtin") return 0;
  const { max_dollars, max_input_tokens, max_output_tokens } = budget;
  const stated = max_dollars === null ? null : microsOf(max_dollars);
  if (runner !== "model" || price === null) return stated ?? 0;
  const tokens = { input_tokens: max_input_tokens, output_tokens: max_output_tokens };
  const most = costOfTokens(price, tokens);
  return stated === null ? most : Math.min(stated, most);
}

/**
 * Lowers the token limits of a model's run in proportion until all its tokens cost no more than `max_dollars`. Without
 * `max_dollars`, or without a price, the limits stay as they are.
 */
export function affordableBudget(budget: RunBudget, price: ModelPrice | null): RunBudget {
  const { max_dollars, max_input_tokens, max_output_tokens } = budget;
  if (max_dollars === null || price === null) return budget;
  const most = costOfTokens(price, { input_tokens: max_input_tokens, output_tokens: max_output_tokens });
  const allowed = microsOf(max_dollars);
  if (most <= allowed) return budget;
  const part = (tokens: number) => Math.max(1, Math.floor((tokens * allowed) / most));
  return {
    ...budget,
    max_input_tokens: part(max_input_tokens),
    max_output_tokens: part(max_output_tokens),
  };
}
