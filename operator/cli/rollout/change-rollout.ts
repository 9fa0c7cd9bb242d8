import { createRolloutTable } from "../../../functions/adapters/rollout-table.ts";
import { roster } from "../../../functions/core/generated/roster.ts";
import { routing } from "../../../functions/core/generated/routing.ts";
import type { RolloutVersion } from "../../../functions/core/routing/rollout-store.ts";
import { rolloutMistakes } from "../../../functions/core/routing/routing-mistakes.ts";
import type { RolloutPolicy } from "../../../functions/core/routing/routing-policy.ts";
import { CommandError } from "../errors.ts";
import { findStack } from "../stack/find-stack.ts";
import { actorOf, type ChangeOptions } from "../who.ts";

export interface RolloutChange {
  before: RolloutVersion | null;
  after: RolloutVersion;
}

/**
 * Puts in force what `change` makes of the rollout as it is now; null goes back to what was deployed. Throws
 * CommandError for a rollout that cannot work, before anything is changed, and when somebody else changes it meanwhile.
 */
export async function changeRollout(
  options: ChangeOptions,
  change: (
    now: RolloutPolicy,
    history: (limit: number) => Promise<RolloutVersion[]>,
  ) => RolloutPolicy | null | Promise<RolloutPolicy | null>,
): Promise<RolloutChange> {
  const stack = await findStack(options);
  const rollouts = createRolloutTable(stack.output("IdempotencyTableName"));
  const before = await rollouts.current();
  const policy = await change(before?.policy ?? routing.rollout, rollouts.history);
  if (policy) requireSound(policy);
  const changed_by = await actorOf(options, stack);
  const next = { policy, changed_by, reason: options.reason };
  const after = await rollouts.replace(before?.version ?? 0, next);
  if (after) return { before, after };
  throw new CommandError(
    "Somebody else has changed the rollout at the same moment.",
    `Look at it: npx pr-automation rollout show --stage ${stack.stage}`,
  );
}

/** The commands and employees are those of this checkout, which is what is deployed from it. */
function requireSound(policy: RolloutPolicy): void {
  const mistakes = rolloutMistakes({ rollout: policy }, roster);
  if (mistakes.length === 0) return;
  const lines = mistakes.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new CommandError(`This rollout cannot work. ${lines.join(" ")}`, "Nothing was changed.");
}
