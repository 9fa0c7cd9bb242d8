import type { RolloutPolicy } from "../../../functions/core/routing/routing-policy.ts";
import { deployedRules } from "../rules/deployed-rules.ts";
import type { Stack } from "../stack/find-stack.ts";

/** What holds in a stack whose rollout no operator has changed. */
export async function deployedRollout(stack: Stack): Promise<RolloutPolicy> {
  return (await deployedRules(stack)).policy.rollout;
}
