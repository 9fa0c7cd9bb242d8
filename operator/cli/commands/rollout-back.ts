import { type Command, InvalidArgumentError, Option } from "commander";
import { policyOf, previousRollout } from "../../stack/rollout/go-back.ts";
import type { Io } from "../io.ts";
import { withExamples } from "../options/stack-options.ts";
import { changeRollout, type RolloutOptions, rolloutChangeCommand } from "../rollout/change-rollout.ts";

interface Options extends RolloutOptions {
  deployed?: boolean;
  to?: number;
}

export function addRolloutBack(named: Command, io: Io): void {
  const to = new Option("--to <version>", "returns to a version of `rollout history` instead").argParser(
    parseVersion,
  );
  const command = rolloutChangeCommand(named)
    .addOption(to.conflicts("deployed"))
    .option("--deployed", "returns to the deployed rollout instead");
  withExamples(
    command,
    'rollout back --stage prod --reason "answers are wrong"',
    'rollout back --to 3 --stage prod --reason "as it was on Monday"',
    'rollout back --deployed --stage prod --reason "routing.yml is fixed"',
  ).action((options: Options) => back(options, io));
}

function back(options: Options, io: Io): Promise<void> {
  return changeRollout(options, io, async (_now, history) => {
    const versions = await history(Number.POSITIVE_INFINITY);
    if (options.deployed) return { policy: null, back_to: null };
    if (options.to !== undefined) return { policy: policyOf(options.to, versions), back_to: null };
    return previousRollout(versions);
  });
}

function parseVersion(text: string): number {
  if (/^[0-9]{1,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Give a version of `rollout history`; 0 is the deployed rollout.");
}
