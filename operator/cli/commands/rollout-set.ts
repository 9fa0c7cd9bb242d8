import { type Command, InvalidArgumentError, Option } from "commander";
import { sourceKinds } from "../../../core/github/pull-request.ts";
import type { RolloutMode } from "../../../core/routing/routing-policy.ts";
import { type RolloutScope, setMode } from "../../stack/rollout/set-mode.ts";
import type { Io } from "../io.ts";
import { withExamples } from "../options/stack-options.ts";
import { changeRollout, type RolloutOptions, rolloutChangeCommand } from "../rollout/change-rollout.ts";
import { UsageError } from "../usage.ts";

interface Options extends RolloutOptions {
  keepRules?: boolean;
  percentage?: number;
  repo?: string[];
  command?: string[];
  event?: RolloutScope["events"];
}

const modes = ["off", "shadow", "shadow-run", "canary", "active"] as const;

export function addRolloutSet(named: Command, io: Io): void {
  const command = rolloutChangeCommand(named)
    .argument("<mode>", modes.join(", "), parseMode)
    .option("--percentage <number>", "the active share of a canary", parsePercentage)
    .option("--repo <glob...>", "only for these repositories, such as octo-org/*")
    .option("--command <name...>", "only for these commands, without the slash")
    .addOption(new Option("--event <type...>", "only for these events").choices(sourceKinds))
    .option("--keep-rules", "keeps the other rules in force instead of overriding them");
  withExamples(
    command,
    'rollout set shadow --stage prod --reason "beside the old system"',
    'rollout set shadow-run --command security --stage prod --reason "compare its answers"',
    'rollout set canary --percentage 10 --keep-rules --stage prod --reason "the first tenth"',
    'rollout set off --repo octo-org/legacy-* --command security --stage prod --reason "not there yet"',
  ).action((mode: RolloutMode, options: Options) => set(mode, options, io));
}

async function set(mode: RolloutMode, options: Options, io: Io): Promise<void> {
  const { percentage = null, repo: repos = [], command: commands = [], event: events = [] } = options;
  if (mode === "canary" && percentage === null) {
    throw new UsageError("A canary needs a percentage.", "Add --percentage, for example --percentage 10.");
  }
  if (mode !== "canary" && percentage !== null) {
    throw new UsageError("Only a canary has a percentage.", "Leave out --percentage, or use canary.");
  }
  const { keepRules = false } = options;
  await changeRollout(options, io, (policy) => ({
    policy: setMode(policy, mode, percentage, { repos, events, commands, keepRules }),
    back_to: null,
  }));
}

function parseMode(text: string): RolloutMode {
  const mode = modes.find((one) => one === text);
  if (mode) return mode;
  throw new InvalidArgumentError(`Must be one of ${modes.join(", ")}.`);
}

function parsePercentage(text: string): number {
  const percentage = /^\d{1,3}(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (percentage > 0 && percentage <= 100) return percentage;
  throw new InvalidArgumentError("Must be a number above 0, up to 100.");
}
