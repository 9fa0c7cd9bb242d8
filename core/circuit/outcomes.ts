import type { CircuitPolicy } from "./circuit-policy.ts";

/** How a call of this instance ended. */
export interface Outcome {
  /** Milliseconds since the epoch. */
  at: number;
  failed: boolean;
}

/** Returns the recent outcomes with the latest one added. Drops the oldest beyond the number and the age of the policy. */
export function addOutcome(
  outcomes: Outcome[],
  latest: Outcome,
  { rememberedMs, rememberedOutcomes }: CircuitPolicy,
): Outcome[] {
  const recent = outcomes.filter(({ at }) => at > latest.at - rememberedMs);
  return [...recent, latest].slice(-rememberedOutcomes);
}

/** Returns whether these outcomes are enough to open the circuit. */
export function tooManyFailures(outcomes: Outcome[], policy: CircuitPolicy): boolean {
  const { failuresInRow, failureShare, fewestOutcomes } = policy;
  const last = outcomes.slice(-failuresInRow);
  if (last.length === failuresInRow && last.every(({ failed }) => failed)) return true;
  const failures = outcomes.filter(({ failed }) => failed).length;
  return outcomes.length >= fewestOutcomes && failures / outcomes.length >= failureShare;
}
