import type { Clock } from "../clock.ts";
import type { RolloutStore, RolloutVersion } from "./rollout-store.ts";
import type { RolloutPolicy } from "./routing-policy.ts";
import { limitRollout, type StageRolloutMode } from "./stage-rollout.ts";

export interface CurrentRollout {
  policy: RolloutPolicy;
  /** Version of the change that set it; 0 for the deployed rollout. */
  version: number;
  /** The stage's limit, if it is below `active` and no operator has changed the rollout. */
  limit?: StageRolloutMode;
}

/** A change takes effect in every process within this time. */
export const rolloutFreshMs = 5_000;

/**
 * Returns a function that reads the current rollout, at most every few seconds. It throws RetryableError if the store
 * does not answer, because guessing could activate a command that is switched off.
 */
export function createCurrentRollout({
  rollouts,
  clock,
  stageMode,
}: {
  rollouts: Pick<RolloutStore, "current">;
  clock: Clock;
  /** Limits the deployed rollout until an operator changes it. */
  stageMode: StageRolloutMode;
}): (built: RolloutPolicy) => Promise<CurrentRollout> {
  let known: { found: Promise<RolloutVersion | null>; until: number } | null = null;

  function read(): Promise<RolloutVersion | null> {
    if (known && clock() < known.until) return known.found;
    const reading = { found: rollouts.current(), until: clock() + rolloutFreshMs };
    known = reading;
    // A failure is not cached.
    reading.found.catch(() => {
      if (known === reading) known = null;
    });
    return reading.found;
  }

  return async function currentRollout(built) {
    const found = await read();
    const version = found?.version ?? 0;
    if (found?.policy) return { policy: found.policy, version };
    const policy = limitRollout(built, stageMode);
    return stageMode === "active" ? { policy, version } : { policy, version, limit: stageMode };
  };
}
