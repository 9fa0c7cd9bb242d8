import type { Command } from "commander";
import type { Io } from "../io.ts";
import { withExamples } from "../output/examples.ts";
import { changeRollout, type RolloutOptions, rolloutChangeCommand } from "../rollout/change-rollout.ts";
import { readRolloutFile } from "../rollout/read-rollout-file.ts";

export function addRolloutApply(group: Command, io: Io): void {
  const about = "Puts a whole rollout in force, written as under `rollout` of workflows/routing.yml";
  withExamples(
    rolloutChangeCommand(group, "apply", about).argument("<file>", "YAML"),
    'rollout apply rollout.yml --stage prod --reason "two teams more"',
  ).action(async (file: string, options: RolloutOptions) => {
    const policy = await readRolloutFile(file);
    await changeRollout(options, io, () => ({ policy, back_to: null }));
  });
}
