import type { JobCost } from "../../core/jobs/job-cost.ts";
import type { Employee } from "../../core/roster/employee.ts";
import { createStepPorts } from "./answering.ts";
import { daily, someLimits } from "./records/budget.ts";
import { anEmployee } from "./records/employee.ts";
import type { jobWithStoredResult } from "./stored-result.ts";

const budgetDay = "2026-11-23";
/** The most that a run of the employee may cost. */
export const mostMicros = 24_000;
export const usedTokens = { input_tokens: 1_000, output_tokens: 100 };
export const usedMicros = 6_000;
export const usedCost: JobCost = { micros: usedMicros, ...usedTokens, model: "anthropic/claude" };

const employee: Employee = anEmployee({ runner: "model", model: "anthropic/claude" });
const budgetLimits = someLimits({ person: daily(1), repository: daily(2) });

/** Ports of the steps, whose job runs on a model with a price, within the budgets of a person and a repository. */
export function createBudgetedPorts(change: Parameters<typeof createStepPorts>[0] = {}) {
  return budgeted(createStepPorts(change));
}

/** The same limits and employee for other ports of steps. */
export function budgeted<Ports extends Pick<Awaited<ReturnType<typeof jobWithStoredResult>>, "budgets">>(
  ports: Ports,
) {
  return {
    ...ports,
    budgetLimits,
    roster: [employee],
    /** What each budget has used and holds. */
    async uses() {
      const [person, repository] = await Promise.all(
        ["person#11", "repository#77"].map((key) => ports.budgets.read(key, budgetDay)),
      );
      return { person, repository };
    },
  };
}
