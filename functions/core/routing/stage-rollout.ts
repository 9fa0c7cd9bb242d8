import type { RolloutMode, RolloutPolicy } from "./routing-policy.ts";

/** The most that a stage does until an operator changes its rollout. */
export type StageRolloutMode = Exclude<RolloutMode, "canary">;

const order: RolloutMode[] = ["off", "shadow", "canary", "active"];

/**
 * The rollout of `workflows/routing.yml` as a stage begins with it: no rule and no default goes beyond the mode of the stage.
 * With `active` it is what the file says.
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
  throw new Error(`The rollout mode of the stage is "${text}": it has to be active, shadow or off`);
}
