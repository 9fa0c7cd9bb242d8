import { dayOf, resetAfter } from "../../../core/budgets/budget-day.ts";
import { type BudgetScope, budgetScopes } from "../../../core/budgets/budget-limits.ts";
import type { BudgetStore } from "../../../core/budgets/budget-store.ts";
import { isoTime } from "../../../core/clock.ts";
import { findJobs, type JobReader } from "../jobs/find-jobs.ts";

/** One budget of today. Amounts are millionths of a US dollar. */
export interface BudgetView {
  /** `<scope>#<id>`. */
  key: string;
  scope: BudgetScope;
  /** A login, `owner/name`, an employee's title, or the stage. */
  name: string;
  limit: number;
  /** Spent and held together. */
  used: number;
  /** Held by runs that have not finished. */
  held: number;
  /** What the next runs may hold; 0 if a lowered limit is exceeded. */
  left: number;
}

export interface BudgetReport {
  /** UTC. */
  day: string;
  /** ISO 8601 UTC. */
  resets_at: string;
  /** The budgets that jobs used today, those with the least left first. */
  budgets: BudgetView[];
  /** There are more jobs than the limit, so budgets may be missing. */
  cut: boolean;
}

/** Most jobs of a day that are read to find its budgets: the table has no list of them. */
const maxJobs = 5_000;

/** Returns the budgets that jobs have used today, as the reservations of those jobs name them. */
export async function readBudgets(
  { budgets, reading }: { budgets: Pick<BudgetStore, "read">; reading: JobReader },
  now: number,
): Promise<BudgetReport> {
  const day = dayOf(now);
  const jobs = await findJobs({ states: [], since: `${day}T00:00:00.000Z` }, maxJobs, reading);
  const held = jobs.flatMap(({ reservation }) => (reservation?.day === day ? reservation.budgets : []));
  const uses = await Promise.all([...new Set(held)].map((key) => budgets.read(key, day)));
  const found = uses
    .filter((use) => use !== null)
    .map((use): BudgetView => {
      const scope = budgetScopes.find((one) => use.key.startsWith(`${one}#`)) ?? "stage";
      return { ...use, scope, left: Math.max(0, use.limit - use.used) };
    });
  return {
    day,
    resets_at: isoTime(resetAfter(now)),
    budgets: found.sort((a, b) => share(b) - share(a) || a.key.localeCompare(b.key)),
    cut: jobs.length === maxJobs,
  };
}

/** Returns how much of a budget is used, 1 for all. */
function share({ used, limit }: BudgetView): number {
  return limit === 0 ? 1 : used / limit;
}
