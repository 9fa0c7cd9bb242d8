/** What the results of a job's runs have cost. Amounts are whole millionths of a US dollar. */
export interface JobCost {
  /** Null if the price of a model is unknown and the runner reported no cost. */
  micros: number | null;
  input_tokens: number;
  output_tokens: number;
  /** `<provider>/<model id>` of the last run; null if its runner names none. */
  model: string | null;
}

/** An amount that one run holds in the budgets of a day. Amounts are whole millionths of a US dollar. */
export interface Reservation {
  /** Name of the attempt's execution. */
  run: string;
  /** UTC, `2026-11-28`. */
  day: string;
  /** The most that the run may cost. */
  micros: number;
  /** Keys of the budgets, such as `person#583231`. */
  budgets: string[];
  /** What the budgets are charged when the run ends: nothing before it starts, then all, then its cost. */
  charge: number;
  /** The budgets have been charged. */
  settled?: true;
}

/** Adds the cost of another run. The sum is unknown if one of them is. */
export function addCost(before: JobCost | undefined, run: JobCost): JobCost {
  if (!before) return run;
  return {
    micros: before.micros === null || run.micros === null ? null : before.micros + run.micros,
    input_tokens: before.input_tokens + run.input_tokens,
    output_tokens: before.output_tokens + run.output_tokens,
    model: run.model,
  };
}

interface MayHold {
  reservation?: Reservation;
}

/** Returns the change of a job whose run starts: without a result, all that it holds is charged. */
export function chargeStartedRun({ reservation }: MayHold, run: string): MayHold {
  return reservation?.run === run ? { reservation: { ...reservation, charge: reservation.micros } } : {};
}

/**
 * Returns the change of a job whose run has a result: its cost is charged, at most what it holds; all of that if the cost
 * is unknown.
 */
export function chargeFinishedRun({ reservation }: MayHold, run: string, cost: JobCost | null): MayHold {
  if (reservation?.run !== run) return {};
  const { micros } = reservation;
  return { reservation: { ...reservation, charge: Math.min(cost?.micros ?? micros, micros) } };
}
