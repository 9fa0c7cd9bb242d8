import type { Command } from "commander";
import { createRolloutTable } from "../../../adapters/dynamodb/rollout-table.ts";
import { findStack } from "../../stack/find-stack.ts";
import { timeWithAge } from "../../stack/format.ts";
import { deployedRollout, stageModeOf } from "../../stack/rollout/deployed-rollout.ts";
import { describePolicy, presentRollout } from "../../stack/rollout/describe-rollout.ts";
import { type Io, print, printJson } from "../io.ts";
import { type StackOptions, stackCommand, withExamples } from "../options/stack-options.ts";

interface Options extends StackOptions {
  json?: boolean;
}

export function addRolloutShow(named: Command, io: Io): void {
  const command = stackCommand(named).option("--json", "prints JSON");
  withExamples(command, "rollout show --stage prod").action((options: Options) => show(options, io));
}

async function show(options: Options, io: Io): Promise<void> {
  const stack = await findStack(options);
  const now = await createRolloutTable(stack.output("IdempotencyTableName")).current();
  const [deployed, stageMode] = [await deployedRollout(stack), stageModeOf(stack)];
  if (options.json) {
    const shown = presentRollout(now, deployed);
    return printJson(io.stdout, { stack: stack.name, ...shown, stage_mode: stageMode });
  }
  const since = now
    ? `Version ${now.version}, by ${now.changed_by}, ${timeWithAge(now.changed_at, Date.now())}: ${now.reason}`
    : "As deployed (workflows/routing.yml).";
  const limit = `Limited by the option of the stage (rolloutMode: ${stageMode}) until the rollout is changed.`;
  const isLimited = !now?.policy && stageMode !== "active";
  print(io.stdout, since, ...(isLimited ? [limit] : []), ...describePolicy(now?.policy ?? deployed));
}
