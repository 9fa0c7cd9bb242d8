import type { CircuitPolicy } from "./circuit-policy.ts";

/** How a call ended, as one instance remembers it. */
export interface Outcome {
  /** Milliseconds since the epoch. */
  at: number;
  failed: boolean;
}

/** The latest outcomes with one more: neither too many nor too old. */
export function remember(
  outcomes: Outcome[],
  latest: Outcome,
  { rememberedMs, rememberedOutcomes }: CircuitPolicy,
): Outcome[] {
  const recent = outcomes.filter(({ at }) => at > latest.at - rememberedMs);
  return [...recent, latest].slice(-rememberedOutcomes);
}

/** Whether these are more failures than can be chance. */
export function tooManyFailures(outcomes: Outcome[], policy: CircuitPolicy): boolean {
  const { failuresInRow, failureShare, fewestOutcomes } = policy;
  const last = outcomes.slice(-failuresInRow);
  if (last.length === failuresInRow && last.every(({ failed }) => failed)) return true;
  const failures = outcomes.filter(({ failed }) => failed).length;
  return outcomes.length >= fewestOutcomes && failures / outcomes.length >= failureShare;
}
