import type { Command } from "commander";
import { createRolloutTable } from "../../../adapters/dynamodb/rollout-table.ts";
import type { RolloutVersion } from "../../../core/routing/rollout-store.ts";
import { rolloutMistakes } from "../../../core/routing/routing-mistakes.ts";
import type { RolloutPolicy } from "../../../core/routing/routing-policy.ts";
import { actorOf } from "../../stack/actor.ts";
import { OperatorError } from "../../stack/errors.ts";
import { findStack } from "../../stack/find-stack.ts";
import { deployedRollout } from "../../stack/rollout/deployed-rollout.ts";
import { describePolicy } from "../../stack/rollout/describe-rollout.ts";
import { rolloutEffects } from "../../stack/rollout/rollout-effects.ts";
import { deployedRules } from "../../stack/rules/deployed-rules.ts";
import { confirm } from "../confirm.ts";
import { type Io, print } from "../io.ts";
import { type ChangeOptions, changeCommand } from "../options/change-options.ts";

export interface RolloutOptions extends ChangeOptions {
  yes?: boolean;
  dryRun?: boolean;
}

/** The rollout after a command; a null policy is the deployed rollout. */
export type NextRollout = Pick<RolloutVersion, "policy" | "back_to">;

export function rolloutChangeCommand(named: Command): Command {
  return changeCommand(named)
    .option("--dry-run", "shows what would change, and changes nothing")
    .option("--yes", "changes it without asking");
}

/**
 * Shows the effect of `change` on the rollout, asks, and applies it. Throws OperatorError for a rollout that cannot
 * work, before anything changes, and if another operator changes it meanwhile.
 */
export async function changeRollout(
  options: RolloutOptions,
  io: Io,
  change: (
    now: RolloutPolicy,
    history: (limit: number) => Promise<RolloutVersion[]>,
  ) => NextRollout | Promise<NextRollout>,
): Promise<void> {
  const stack = await findStack(options);
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

  const effects = rolloutEffects(before, after);
  print(io.stdout, `Rollout of ${stack.name}, now version ${current?.version ?? 0}`);
  print(
    io.stdout,
    "Before:",
    ...indented(describePolicy(before)),
    "After:",
    ...indented(describePolicy(after)),
  );
  print(
    io.stdout,
    "Effect:",
    ...indented(effects.length > 0 ? effects : ["none: every request is treated the same"]),
  );
  if (options.dryRun) return print(io.stderr, "Nothing was changed.");
  if (!(await confirm(`Apply it to ${stack.name}?`, options.yes, io))) {
    throw new OperatorError("Nothing was changed.", "Answer with y, or add --yes.");
  }
  const changed_by = await actorOf(options, stack);
  const put = await rollouts.replace(current?.version ?? 0, { ...next, changed_by, reason: options.reason });
  if (put) return print(io.stdout, `Version ${put.version} takes effect in a few seconds.`);
  throw new OperatorError(
    "Another operator changed the rollout at the same moment. Nothing was changed by this command.",
    `Show the rollout: rollout show --stage ${stack.stage}`,
  );
}

const indented = (lines: string[]): string[] => lines.map((line) => `  ${line}`);
