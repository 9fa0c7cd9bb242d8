import { createRolloutTable } from "../../../functions/adapters/rollout-table.ts";
import { deployedRollout, stageModeOf } from "../rollout/deployed-rollout.ts";
import { describePolicy } from "../rollout/describe-rollout.ts";
import { type Finding, good } from "../secrets/finding.ts";
import type { Stack } from "../stack/find-stack.ts";

/** What is live, and why: a stage that begins in shadow answers nobody, and nothing is wrong with it. */
export async function checkRollout(stack: Stack): Promise<Finding[]> {
  const version = await createRolloutTable(stack.output("IdempotencyTableName")).current();
  const rules = describePolicy(version?.policy ?? (await deployedRollout(stack))).join("; ");
  if (version?.policy) return [good("rollout", `version ${version.version}: ${rules}`)];
  const mode = stageModeOf(stack);
  const limit = mode === "active" ? "as it was deployed" : `the stage begins with rolloutMode: ${mode}`;
  return [good("rollout", `${limit}: ${rules}`)];
}
