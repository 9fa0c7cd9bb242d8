import type { EmployeeResult } from "../employees/runner.ts";
import type { JobCost } from "../jobs/job-cost.ts";
import type { Employee } from "../roster/employee.ts";
import type { ModelNameReader } from "../roster/model-aliases.ts";
import { microsOf } from "./money.ts";
import { costOfTokens, type Prices, priceOf } from "./prices.ts";

export interface PricingPorts {
  prices: Prices;
  /** Of this stage. */
  modelName: ModelNameReader;
}

/** Names of models contain nothing else. A runner may report anything, and the name is shown on the pull request. */
const nameOfModel = /^[A-Za-z0-9][A-Za-z0-9._:@/-]*$/;

/**
 * Returns the cost of a run from its result, which is untrusted. Our own model runner is priced by its tokens; other
 * runners may report a cost, which counts up to `max_dollars`. Null for a built-in employee, and if nothing is known.
 */
export function runCost(
  { usage, cost }: Pick<EmployeeResult, "usage" | "cost">,
  { runner, model: alias, budget }: Employee,
  { prices, modelName }: PricingPorts,
): JobCost | null {
  if (runner === "builtin") return null;
  if (runner !== "model" && !usage && !cost) return null;
  const reported = usage?.model && nameOfModel.test(usage.model) ? usage.model : null;
  const model = reported ?? (runner === "model" ? modelName(alias) : null);
  const { input_tokens, output_tokens } = usage ?? { input_tokens: 0, output_tokens: 0 };
  const tokens = { input_tokens, output_tokens };
  if (runner === "model" && usage === null) return { micros: 0, ...tokens, model };
  const price = usage ? priceOf(model, prices) : null;
  const priced = price && costOfTokens(price, tokens);
  const stated = runner !== "model" && cost ? microsOf(cost.dollars) : null;
  const micros = stated ?? priced;
  const most = budget.max_dollars === null ? null : microsOf(budget.max_dollars);
  const bounded = micros === null || most === null || runner === "model" ? micros : Math.min(micros, most);
  return { micros: bounded, ...tokens, model };
}
