import { createRolloutTable } from "../../../adapters/dynamodb/rollout-table.ts";
import type { RolloutVersion } from "../../../core/routing/rollout-store.ts";
import { rolloutMistakes } from "../../../core/routing/routing-mistakes.ts";
import type { RolloutPolicy } from "../../../core/routing/routing-policy.ts";
import { OperatorError } from "../errors.ts";
import type { Stack } from "../find-stack.ts";
import { deployedRules } from "../rules/deployed-rules.ts";
import { deployedRollout } from "./deployed-rollout.ts";
import { rolloutEffects } from "./rollout-effects.ts";

/** The rollout after a change; a null policy is the deployed rollout. */
export type NextRollout = Pick<RolloutVersion, "policy" | "back_to">;

/** Returns the rollout after a change, from the present one and the history. */
export type RolloutChange = (
  now: RolloutPolicy,
  history: (limit: number) => Promise<RolloutVersion[]>,
) => NextRollout | Promise<NextRollout>;

interface RolloutPlan {
  /** The version that it changes; 0 for the deployed rollout. */
  version: number;
  before: RolloutPolicy;
  after: RolloutPolicy;
  /** A line for each effect; empty if every request is treated the same. */
  effects: string[];
  next: NextRollout;
}

/** Plans a change of a stack's rollout. Throws OperatorError for a rollout that cannot work. Changes nothing. */
export async function planRollout(stack: Stack, change: RolloutChange): Promise<RolloutPlan> {
  const [{ roster }, deployed] = await Promise.all([deployedRules(stack), deployedRollout(stack)]);
  const rollouts = createRolloutTable(stack.output("IdempotencyTableName"));
  const current = await rollouts.current();
  const before = current?.policy ?? deployed;
  const next = await change(before, rollouts.history);
  const after = next.policy ?? deployed;
  const mistakes = next.policy ? rolloutMistakes({ rollout: next.policy }, roster) : [];
  if (mistakes.length > 0) {
    const lines = mistakes.map(({ path, message }) => `${path.join(".")}: ${message}`);
    throw new OperatorError(`This rollout is invalid. ${lines.join(" ")}`, "Nothing was changed.");
  }
  return { version: current?.version ?? 0, before, after, effects: rolloutEffects(before, after), next };
}

/** Applies a plan. Throws OperatorError if another operator has changed the rollout since. */
export async function applyRollout(
  stack: Stack,
  { version, next }: Pick<RolloutPlan, "version" | "next">,
  { actor, reason }: { actor: string; reason: string },
): Promise<RolloutVersion> {
  const rollouts = createRolloutTable(stack.output("IdempotencyTableName"));
  const put = await rollouts.replace(version, { ...next, changed_by: actor, reason });
  if (put) return put;
  throw new OperatorError(
    "Another operator changed the rollout at the same moment. Nothing was changed.",
    `Show the rollout: rollout show --stage ${stack.stage}`,
  );
}
