import { dayOf, untilReset } from "../../../core/budgets/budget-day.ts";
import { dollarText } from "../../../core/budgets/money.ts";
import type { Stack } from "../find-stack.ts";
import { type Finding, passed, warning } from "../finding.ts";
import { stackPorts } from "../stack-ports.ts";

/** From this share on there is time to react before commands are refused. */
const almostUsed = 0.8;

/** Checks how much of today's budget of the whole stage is left. Without a limit, or a run today, there is none. */
export async function checkBudgets(stack: Stack): Promise<Finding[]> {
  const now = Date.now();
  const use = await stackPorts(stack).budgets.read(`stage#${stack.stage}`, dayOf(now));
  if (!use) return [passed("budgets", "the stage's budget is unused today, or has no limit")];
  const detail = `${dollarText(use.used)} of the stage's ${dollarText(use.limit)} are used today`;
  if (use.used < almostUsed * use.limit) return [passed("budgets", detail)];
  const advice = `Then commands on models are refused. It resets at 00:00 UTC, ${untilReset(now)}. See: budgets, cost --by person --since 1d.`;
  return [warning("budgets", detail, advice)];
}
