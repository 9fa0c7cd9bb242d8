import type { Refusal } from "../jobs/job.ts";
import type { Employee } from "../roster/employee.ts";
import { untilReset } from "./budget-day.ts";
import type { Budget, BudgetScope } from "./budget-limits.ts";
import type { BudgetUse } from "./budget-store.ts";
import { dollarText } from "./money.ts";

const code = "budget_exceeded";

/** Returns the refusal of a run that does not fit into a budget: which budget, how much is left, and when it resets. */
export function budgetRefusal(
  budget: Budget,
  use: BudgetUse,
  { micros, now, title }: { micros: number; now: number } & Pick<Employee, "title">,
): Refusal {
  const limit = dollarText(budget.limit);
  const most = `a run of **${title}** may cost up to ${dollarText(wholeCents(micros, Math.ceil))}`;
  if (micros > budget.limit) {
    const message = `The budget of ${ownerOf(budget)} for a day (${limit}) is too small: ${most}. An operator can raise it.`;
    return { code, message };
  }
  const left = budget.limit - use.used;
  const state =
    left <= 0 ? "is used up" : `has ${dollarText(wholeCents(left, Math.floor))} left, and ${most}`;
  const held = use.held > 0 ? " Running jobs hold a part of it, and free what they do not spend." : "";
  const message =
    `The budget of ${ownerOf(budget)} for today (${limit}) ${state}. ` +
    `It resets at 00:00 UTC, ${untilReset(now)}.${held}`;
  return { code, message };
}

const cent = 10_000;

/** Rounds apart what does not fit, so that both amounts never look equal. */
function wholeCents(micros: number, round: (cents: number) => number): number {
  return micros < cent ? micros : round(micros / cent) * cent;
}

const owners: Record<BudgetScope, (name: string) => string> = {
  person: (login) => login,
  employee: (title) => `**${title}**`,
  repository: (repo) => repo,
  stage: () => "all repositories together",
};

function ownerOf({ scope, name }: Budget): string {
  return owners[scope](name);
}
