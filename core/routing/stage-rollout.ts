import type { RolloutMode, RolloutPolicy } from "./routing-policy.ts";

/** The highest mode of a stage until an operator changes its rollout. */
export type StageRolloutMode = Exclude<RolloutMode, "canary" | "shadow-run">;

const order: RolloutMode[] = ["off", "shadow", "shadow-run", "canary", "active"];

/**
 * Returns the initial rollout of a stage: that of `workflows/routing.yml`, with every rule and the default limited to
 * the stage's mode. `active` does not limit it.
 */
export function limitRollout(built: RolloutPolicy, most: StageRolloutMode): RolloutPolicy {
  const limited = (mode: RolloutMode) => (order.indexOf(mode) > order.indexOf(most) ? most : mode);
  return {
    default: limited(built.default),
    canary_percentage: built.canary_percentage,
    rules: built.rules.map((rule) => ({ ...rule, mode: limited(rule.mode) })),
  };
}

/** Reads the option of the stage; throws for any other word, because guessing could make a command live. */
export function readStageRolloutMode(text: string): StageRolloutMode {
  const mode = (["active", "shadow", "off"] as const).find((known) => known === text);
  if (mode) return mode;
  throw new Error(`The stage's rolloutMode is "${text}": set it to active, shadow or off`);
}
