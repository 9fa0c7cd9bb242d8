import type { Command } from "commander";
import { createRolloutTable } from "../../../functions/adapters/rollout-table.ts";
import { type Io, print, printJson } from "../io.ts";
import { withExamples } from "../output/examples.ts";
import { moment } from "../output/time.ts";
import { deployedRollout } from "../rollout/deployed-rollout.ts";
import { describePolicy, presentRollout } from "../rollout/describe-rollout.ts";
import { findStack } from "../stack/find-stack.ts";
import { type StackOptions, stackCommand } from "../stack/stack-command.ts";

interface Options extends StackOptions {
  json?: boolean;
}

export function addRolloutShow(group: Command, io: Io): void {
  const command = stackCommand(group, "show", "Shows what is live, in shadow or off, and since when").option(
    "--json",
    "prints it as JSON",
  );
  withExamples(command, "rollout show --stage prod").action((options: Options) => show(options, io));
}

async function show(options: Options, io: Io): Promise<void> {
  const stack = await findStack(options);
  const now = await createRolloutTable(stack.output("IdempotencyTableName")).current();
  const deployed = await deployedRollout(stack);
  if (options.json) return printJson(io.stdout, { stack: stack.name, ...presentRollout(now, deployed) });
  const since = now
    ? `Version ${now.version}, by ${now.changed_by}, ${moment(now.changed_at, Date.now())}: ${now.reason}`
    : "As it was deployed (workflows/routing.yml).";
  print(io.stdout, since, ...describePolicy(now?.policy ?? deployed));
}
