import type { RolloutPolicy } from "../../../core/routing/routing-policy.ts";
import {
  limitRollout,
  readStageRolloutMode,
  type StageRolloutMode,
} from "../../../core/routing/stage-rollout.ts";
import type { Stack } from "../find-stack.ts";
import { deployedRules } from "../rules/deployed-rules.ts";

/** Returns the stage's highest mode until an operator changes the rollout. A stack of an older version has no limit. */
export function stageModeOf(stack: Pick<Stack, "find">): StageRolloutMode {
  return readStageRolloutMode(stack.find("RolloutMode") ?? "active");
}

/** Returns the rollout of a stack that no operator has changed. */
export async function deployedRollout(stack: Stack): Promise<RolloutPolicy> {
  return limitRollout((await deployedRules(stack)).policy.rollout, stageModeOf(stack));
}
