import { countText, dollarText } from "../../../core/budgets/money.ts";
import type { Job } from "../../../core/jobs/job.ts";

/** What a job has cost, as operators see it. */
export interface JobCostView {
  /** Millionths of a US dollar; null if a model has no price. */
  micros: number | null;
  /** A run ended without a result, so this is the most that it may have cost. */
  estimated: boolean;
  input_tokens: number;
  output_tokens: number;
  /** `<provider>/<model id>`; null if unknown. */
  model: string | null;
}

/** Returns the cost of a job; null if none is known: a built-in employee, no result yet, or an earlier version. */
export function costOf({ cost, reservation }: Pick<Job, "cost" | "reservation">): JobCostView | null {
  if (cost) return { ...cost, estimated: false };
  if (!reservation?.charge) return null;
  return { micros: reservation.charge, estimated: true, input_tokens: 0, output_tokens: 0, model: null };
}

/** Returns `$0.12`, `up to $0.80` for an estimate, or the tokens if the price is unknown; `-` without a cost. */
export function costText(cost: JobCostView | null): string {
  if (!cost) return "-";
  const { micros, estimated, input_tokens, output_tokens } = cost;
  if (micros === null) return `${countText(input_tokens + output_tokens)} tokens`;
  return `${estimated ? "up to " : ""}${dollarText(micros)}`;
}
