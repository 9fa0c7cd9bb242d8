import type { RolloutVersion } from "../../../core/routing/rollout-store.ts";
import { OperatorError } from "../errors.ts";
import type { NextRollout } from "./plan-rollout.ts";
import { versionToRestore } from "./set-mode.ts";

/** Returns the rollout before the last change that is not undone yet. Throws OperatorError if there is none. */
export function previousRollout(versions: RolloutVersion[]): NextRollout {
  const target = versionToRestore(versions);
  if (target === null) {
    throw new OperatorError(
      versions.length === 0 ? "The rollout is as deployed." : "Every change is already undone.",
      "Use rollout set or apply to change it, or --to with a version of rollout history.",
    );
  }
  return { policy: policyOf(target, versions), back_to: target };
}

/** Returns the policy of a version; null for 0, the deployed rollout. Throws OperatorError for an unknown version. */
export function policyOf(wanted: number, versions: RolloutVersion[]): RolloutVersion["policy"] {
  if (wanted === 0) return null;
  const found = versions.find(({ version }) => version === wanted);
  if (found) return found.policy;
  throw new OperatorError(
    `There is no version ${wanted} of the rollout.`,
    "List the versions: rollout history.",
  );
}
