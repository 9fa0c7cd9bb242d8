import type { Job } from "../jobs/job.ts";
import type { Employee } from "../roster/employee.ts";
import { microsOf } from "./money.ts";

/** `workflows/budgets.yml`: what jobs may spend on one day, in US dollars. */
export type BudgetLimits = Record<BudgetScope, ScopeLimit>;

export const budgetScopes = ["person", "employee", "repository", "stage"] as const;

/** Whose spending a budget limits. */
export type BudgetScope = (typeof budgetScopes)[number];

interface ScopeLimit {
  /** For each person, employee, repository or stage; null: no limit. */
  dollars: number | null;
  /** By login, name of an employee, `owner/name` or name of a stage. */
  overrides: Record<string, number | null>;
}

/** One budget that a job's run must fit into, for one day. */
export interface Budget {
  /** `<scope>#<id>`: `person#583231`, `repository#1296269`, `employee#security`, `stage#prod`. */
  key: string;
  scope: BudgetScope;
  /** For people: a login, `owner/name`, an employee's title, or the stage. */
  name: string;
  /** Millionths of a dollar. */
  limit: number;
}

/** Returns the budgets with a limit that a job's run must fit into, the narrowest first. */
export function budgetsOf(
  { sender, repo, repo_id }: Pick<Job, "sender" | "repo" | "repo_id">,
  employee: Pick<Employee, "name" | "title">,
  { budgetLimits, stage }: { budgetLimits: BudgetLimits; stage: string },
): Budget[] {
  const owners: Record<BudgetScope, { id: string | number; named: string; name: string }> = {
    person: { id: sender.id, named: sender.login, name: sender.login },
    employee: { id: employee.name, named: employee.name, name: employee.title },
    repository: { id: repo_id, named: repo, name: repo },
    stage: { id: stage, named: stage, name: stage },
  };
  return budgetScopes.flatMap((scope) => {
    const { id, named, name } = owners[scope];
    const dollars = limitOf(named, budgetLimits[scope]);
    return dollars === null ? [] : [{ key: `${scope}#${id}`, scope, name, limit: microsOf(dollars) }];
  });
}

/** GitHub ignores the case of logins and of repository names. */
function limitOf(named: string, { dollars, overrides }: ScopeLimit): number | null {
  const lower = named.toLowerCase();
  const override = Object.entries(overrides).find(([name]) => name.toLowerCase() === lower);
  return override ? override[1] : dollars;
}
