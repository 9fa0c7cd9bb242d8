import type { BudgetStore } from "../../core/budgets/budget-store.ts";
import { settleRun } from "../../core/budgets/settle-run.ts";
import { isTerminal, terminalStates } from "../../core/jobs/job-state.ts";
import { type FinishedJobsSweep, type SweepJobsPorts, sweepFinishedJobs } from "./sweep-jobs.ts";

export type SettlePorts = SweepJobsPorts & { budgets: Pick<BudgetStore, "settle"> };

const minute = 60_000;

const sweep: FinishedJobsSweep = {
  mark: "budgets",
  // Also IGNORED: an employee that runs in shadow costs as much as any other.
  states: terminalStates,
  // The index may lag, and a step that was running when the job ended may still reserve.
  fromAgeMs: 2 * minute,
  toAgeMs: 2 * minute,
  firstSweepMs: 10 * minute,
  marksEmptySweeps: false,
  attempts: 2,
};

/**
 * Charges and frees what finished jobs still hold: cancelled, refused and superseded jobs, and those whose last step
 * crashed. A settled job may hold its amount again, because a reservation whose response was lost can land late. Returns
 * the errors.
 */
export function settleBudgets(ports: SettlePorts): Promise<unknown[]> {
  return sweepFinishedJobs(sweep, ports, async ({ state, reservation }) => {
    // A job that was retried since holds what its next run may cost.
    if (!reservation || !isTerminal(state)) return;
    await settleRun(reservation.settled ? { ...reservation, charge: 0 } : reservation, ports);
  });
}
