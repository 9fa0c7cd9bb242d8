import { createRolloutTable } from "../../../adapters/dynamodb/rollout-table.ts";
import type { Stack } from "../find-stack.ts";
import { type Finding, good } from "../finding.ts";
import { deployedRollout, stageModeOf } from "../rollout/deployed-rollout.ts";
import { describePolicy } from "../rollout/describe-rollout.ts";

/** Shows what is live and why: a stage that starts in shadow posts no answers, and that is not a fault. */
export async function checkRollout(stack: Stack): Promise<Finding[]> {
  const version = await createRolloutTable(stack.output("IdempotencyTableName")).current();
  const rules = describePolicy(version?.policy ?? (await deployedRollout(stack))).join("; ");
  if (version?.policy) return [good("rollout", `version ${version.version}: ${rules}`)];
  const mode = stageModeOf(stack);
  const limit = mode === "active" ? "as it was deployed" : `the stage starts with rolloutMode: ${mode}`;
  return [good("rollout", `${limit}: ${rules}`)];
}
