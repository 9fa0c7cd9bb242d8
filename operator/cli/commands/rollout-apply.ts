import type { Command } from "commander";
import type { Io } from "../io.ts";
import { withExamples } from "../output/examples.ts";
import { changeRollout, type RolloutOptions, rolloutChangeCommand } from "../rollout/change-rollout.ts";
import { readRolloutFile } from "../rollout/read-rollout-file.ts";

export function addRolloutApply(named: Command, io: Io): void {
  withExamples(
    rolloutChangeCommand(named).argument("<file>", "YAML"),
    'rollout apply rollout.yml --stage prod --reason "two teams more"',
  ).action(async (file: string, options: RolloutOptions) => {
    const policy = await readRolloutFile(file);
    await changeRollout(options, io, () => ({ policy, back_to: null }));
  });
}
