import { type Command, InvalidArgumentError, Option } from "commander";
import { commentKinds } from "../../../functions/core/github/comment-kinds.ts";
import type { RolloutMode } from "../../../functions/core/routing/routing-policy.ts";
import { UsageError } from "../errors.ts";
import { type Io, print } from "../io.ts";
import { withExamples } from "../output/examples.ts";
import { changeRollout } from "../rollout/change-rollout.ts";
import { describeRollout } from "../rollout/describe-rollout.ts";
import { type RolloutScope, setMode } from "../rollout/set-mode.ts";
import { type ChangeOptions, changeCommand } from "../who.ts";

interface Options extends ChangeOptions {
  percentage?: number;
  repo?: string[];
  command?: string[];
  event?: RolloutScope["events"];
}

const modes = ["off", "shadow", "canary", "active"] as const;

export function addRolloutSet(group: Command, io: Io): void {
  const about = "Sets the mode of everything, or of a part; in force within seconds, without a deployment";
  const command = changeCommand(group, "set", about)
    .argument("<mode>", modes.join(", "), parseMode)
    .option("--percentage <number>", "of a canary: the share that is active", parsePercentage)
    .option("--repo <glob...>", "for these repositories alone, such as octo-org/*")
    .option("--command <name...>", "for these commands alone, without the slash")
    .addOption(new Option("--event <type...>", "for these events alone").choices(commentKinds));
  withExamples(
    command,
    'rollout set shadow --stage prod --reason "beside the old system"',
    'rollout set canary --percentage 10 --stage prod --reason "the first tenth"',
    'rollout set off --repo octo-org/legacy-* --command security --stage prod --reason "not there yet"',
  ).action((mode: RolloutMode, options: Options) => set(mode, options, io));
}

async function set(mode: RolloutMode, options: Options, io: Io): Promise<void> {
  const { percentage = null, repo: repos = [], command: commands = [], event: events = [] } = options;
  if (mode === "canary" && percentage === null) {
    throw new UsageError("A canary needs a share.", "Add --percentage 10, for example.");
  }
  if (mode !== "canary" && percentage !== null) {
    throw new UsageError("Only a canary has a share.", "Leave --percentage out, or say canary.");
  }
  const { after } = await changeRollout(options, (policy) =>
    setMode(policy, mode, percentage, { repos, events, commands }),
  );
  print(io.stdout, `Version ${after.version} is in force in a few seconds:`, ...describeRollout(after));
}

function parseMode(text: string): RolloutMode {
  const mode = modes.find((one) => one === text);
  if (mode) return mode;
  throw new InvalidArgumentError(`It has to be one of ${modes.join(", ")}.`);
}

function parsePercentage(text: string): number {
  const percentage = /^\d{1,3}(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (percentage > 0 && percentage <= 100) return percentage;
  throw new InvalidArgumentError("It has to be a number above 0, up to 100.");
}
