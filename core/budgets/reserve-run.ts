import type { Clock } from "../clock.ts";
import type { Job, Refusal } from "../jobs/job.ts";
import type { Reservation } from "../jobs/job-cost.ts";
import { executionName } from "../jobs/job-id.ts";
import type { JobStore } from "../jobs/job-store.ts";
import type { Employee } from "../roster/employee.ts";
import { dayOf } from "./budget-day.ts";
import { type Budget, type BudgetLimits, budgetsOf } from "./budget-limits.ts";
import { budgetRefusal } from "./budget-refusal.ts";
import type { BudgetStore } from "./budget-store.ts";
import { priceOf } from "./prices.ts";
import type { PricingPorts } from "./run-cost.ts";
import { mostOf } from "./run-limit.ts";
import { settleRun } from "./settle-run.ts";

export interface ReservePorts extends PricingPorts {
  budgets: BudgetStore;
  budgetLimits: BudgetLimits;
  clock: Clock;
  jobs: Pick<JobStore, "save">;
  stage: string;
}

/** The reservation of a job's next run. */
export interface PlannedReservation {
  /** What the job has to record before the reservation is made; empty if it is recorded. */
  change: { reservation?: Reservation };
  /** Makes the reservation; returns the refusal of the first budget that it does not fit into. Can be repeated. */
  hold(): Promise<Refusal | null>;
}

/**
 * Holds the most that a job's next run may cost in every budget that applies, or in none: returns the refusal of the first
 * budget that it does not fit into. Can be repeated after a failure of any call.
 */
export async function reserveRun(
  job: Job,
  employee: Employee,
  ports: ReservePorts,
): Promise<{ job: Job; refusal: Refusal | null }> {
  const planned = await planReservation(job, employee, ports);
  if (!planned) return { job, refusal: null };
  const isRecorded = planned.change.reservation === undefined;
  const recorded = isRecorded ? job : await ports.jobs.save(job, planned.change);
  return { job: recorded, refusal: await planned.hold() };
}

/**
 * Plans the reservation of a job's next run; null if it needs none. The job records it first, so that the sweeper finds
 * what a crash left behind. Settles that of the previous attempt.
 */
export async function planReservation(
  job: Job,
  employee: Employee,
  ports: ReservePorts,
): Promise<PlannedReservation | null> {
  const run = executionName(job.job_id, job.attempt);
  const budgets = budgetsOf(job, employee, ports);
  const known = job.reservation?.run === run ? job.reservation : null;
  if (!known && job.reservation) await settleRun(job.reservation, ports);
  const micros = mostOf(employee, priceOf(ports.modelName(employee.model), ports.prices));
  if (!known && (micros === 0 || budgets.length === 0)) return null;

  const reservation = known ?? newReservation(run, micros, budgets, ports.clock());
  // A deployment in between may have changed the limits: the budgets of the record count.
  const applying = budgets.filter(({ key }) => reservation.budgets.includes(key));
  return {
    change: known ? {} : { reservation },
    hold: () => hold(reservation, applying, employee, ports),
  };
}

function newReservation(run: string, micros: number, budgets: Budget[], now: number): Reservation {
  return { run, day: dayOf(now), micros, budgets: budgets.map(({ key }) => key), charge: 0 };
}

/** Holds the amount in each budget. If one is exceeded, releases the others. */
async function hold(
  reservation: Reservation,
  budgets: Budget[],
  { title }: Employee,
  ports: ReservePorts,
): Promise<Refusal | null> {
  const { run, day, micros } = reservation;
  for (const budget of budgets) {
    const reserved = await ports.budgets.reserve(budget, day, { run, micros });
    if (reserved.kind === "held") continue;
    await settleRun(reservation, ports);
    return budgetRefusal(budget, reserved.use, { micros, now: ports.clock(), title });
  }
  return null;
}
