import type { Command } from "commander";
import { actorOf } from "../../stack/actor.ts";
import { OperatorError } from "../../stack/errors.ts";
import { findStack } from "../../stack/find-stack.ts";
import { describePolicy } from "../../stack/rollout/describe-rollout.ts";
import { applyRollout, planRollout, type RolloutChange } from "../../stack/rollout/plan-rollout.ts";
import { confirm } from "../confirm.ts";
import { type Io, print } from "../io.ts";
import { type ChangeOptions, changeCommand } from "../options/change-options.ts";

export interface RolloutOptions extends ChangeOptions {
  yes?: boolean;
  dryRun?: boolean;
}

export function rolloutChangeCommand(named: Command): Command {
  return changeCommand(named)
    .option("--dry-run", "shows what would change, and changes nothing")
    .option("--yes", "changes it without asking");
}

/**
 * Shows the effect of `change` on the rollout, asks, and applies it. Throws OperatorError for a rollout that cannot
 * work, before anything changes, and if another operator changes it meanwhile.
 */
export async function changeRollout(options: RolloutOptions, io: Io, change: RolloutChange): Promise<void> {
  const stack = await findStack(options);
  const plan = await planRollout(stack, change);
  const { version, before, after, effects } = plan;
  print(io.stdout, `Rollout of ${stack.name}, now version ${version}`);
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
  const by = { actor: await actorOf(options, stack), reason: options.reason };
  const put = await applyRollout(stack, plan, by);
  print(io.stdout, `Version ${put.version} takes effect in a few seconds.`);
}

const indented = (lines: string[]): string[] => lines.map((line) => `  ${line}`);
