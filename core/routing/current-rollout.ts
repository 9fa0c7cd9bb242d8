import type { Clock } from "../clock.ts";
import type { RolloutStore, RolloutVersion } from "./rollout-store.ts";
import type { RolloutPolicy } from "./routing-policy.ts";
import { limitRollout, type StageRolloutMode } from "./stage-rollout.ts";

export interface CurrentRollout {
  policy: RolloutPolicy;
  /** Of the change that put it in force; 0 for what was deployed. */
  version: number;
  /** The stage's limit, if it is below `active` and no operator has changed the rollout. */
  limit?: StageRolloutMode;
}

/** A change is in force everywhere after that. */
export const rolloutFreshMs = 5_000;

/**
 * The rollout in force, read again every few seconds. One that cannot be read is no reason to guess, which could make
 * live what was switched off: throws RetryableError, and the messages come back.
 */
export function createCurrentRollout({
  rollouts,
  clock,
  stageMode = "active",
}: {
  rollouts: Pick<RolloutStore, "current">;
  clock: Clock;
  /** Limits the deployed rollout until an operator changes it. */
  stageMode?: StageRolloutMode;
}): (built: RolloutPolicy) => Promise<CurrentRollout> {
  let known: { found: Promise<RolloutVersion | null>; until: number } | null = null;

  function read(): Promise<RolloutVersion | null> {
    if (known && clock() < known.until) return known.found;
    const reading = { found: rollouts.current(), until: clock() + rolloutFreshMs };
    known = reading;
    // A failure is not remembered.
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
