import type { Reservation } from "../jobs/job-cost.ts";
import type { BudgetStore } from "./budget-store.ts";

/**
 * Charges the budgets what a run has cost and frees the rest of its reservation. Can be repeated: a budget in which the run
 * holds nothing stays as it is.
 */
export async function settleRun(
  { run, day, micros, budgets, charge }: Reservation,
  ports: { budgets: Pick<BudgetStore, "settle"> },
): Promise<void> {
  await Promise.all(budgets.map((key) => ports.budgets.settle(key, day, { run, micros }, charge)));
}

/** Settles a job's reservation and returns it as settled, for the job's last transition; nothing if it has none. */
export async function settleJob(
  { reservation }: { reservation?: Reservation },
  ports: { budgets: Pick<BudgetStore, "settle"> },
): Promise<{ reservation?: Reservation }> {
  if (!reservation || reservation.settled) return {};
  await settleRun(reservation, ports);
  return { reservation: { ...reservation, settled: true } };
}
