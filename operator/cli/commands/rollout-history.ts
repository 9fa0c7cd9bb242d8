import type { Command } from "commander";
import { createRolloutTable } from "../../../adapters/dynamodb/rollout-table.ts";
import { findStack } from "../../stack/find-stack.ts";
import { timeWithAge } from "../../stack/format.ts";
import { deployedRollout } from "../../stack/rollout/deployed-rollout.ts";
import { describePolicy, presentRollout } from "../../stack/rollout/describe-rollout.ts";
import { type Io, print, printJson } from "../io.ts";
import { parsePositive, type StackOptions, stackCommand, withExamples } from "../options/stack-options.ts";
import { printTable } from "../output/print-table.ts";

interface Options extends StackOptions {
  limit: number;
  json?: boolean;
}

export function addRolloutHistory(named: Command, io: Io): void {
  const command = stackCommand(named)
    .option("--limit <number>", "maximum number of versions", parsePositive, 20)
    .option("--json", "prints JSON");
  withExamples(command, "rollout history --stage prod").action((options: Options) => history(options, io));
}

async function history(options: Options, io: Io): Promise<void> {
  const stack = await findStack(options);
  const rollouts = createRolloutTable(stack.output("IdempotencyTableName"));
  const versions = await rollouts.history(options.limit);
  const deployed = await deployedRollout(stack);
  if (options.json) {
    const present = versions.map((version) => presentRollout(version, deployed));
    return printJson(io.stdout, { stack: stack.name, versions: present });
  }
  if (versions.length === 0) return print(io.stderr, "The rollout is as deployed.");
  const now = Date.now();
  const columns = [
    { head: "VERSION", cell: (one: (typeof versions)[number]) => one.version },
    { head: "CHANGED", cell: (one: (typeof versions)[number]) => timeWithAge(one.changed_at, now) },
    { head: "BY", cell: (one: (typeof versions)[number]) => one.changed_by },
    {
      head: "BACK TO",
      cell: ({ back_to }: (typeof versions)[number]) => (back_to === 0 ? "deployed" : (back_to ?? "")),
    },
    { head: "WHY", cell: (one: (typeof versions)[number]) => one.reason },
    {
      head: "TO",
      cell: (one: (typeof versions)[number]) =>
        `${one.policy ? "" : "as deployed: "}${describePolicy(one.policy ?? deployed).join("; ")}`,
    },
  ];
  printTable(io, columns, versions);
}
