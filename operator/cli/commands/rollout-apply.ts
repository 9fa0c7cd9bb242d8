import type { Command } from "commander";
import type { Io } from "../io.ts";
import { withExamples } from "../options/stack-options.ts";
import { changeRollout, type RolloutOptions, rolloutChangeCommand } from "../rollout/change-rollout.ts";
import { readRolloutFile } from "../rollout/read-rollout-file.ts";

export function addRolloutApply(named: Command, io: Io): void {
  withExamples(
    rolloutChangeCommand(named).argument("<file>", "a YAML file"),
    'rollout apply rollout.yml --stage prod --reason "two more teams"',
  ).action(async (file: string, options: RolloutOptions) => {
    const policy = await readRolloutFile(file);
    await changeRollout(options, io, () => ({ policy, back_to: null }));
  });
}
