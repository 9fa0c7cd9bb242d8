import type { Command } from "commander";
import { type Io, print } from "../io.ts";
import { withExamples } from "../output/examples.ts";
import { changeRollout } from "../rollout/change-rollout.ts";
import { describeRollout } from "../rollout/describe-rollout.ts";
import { readRolloutFile } from "../rollout/read-rollout-file.ts";
import { type ChangeOptions, changeCommand } from "../who.ts";

export function addRolloutApply(group: Command, io: Io): void {
  const about = "Puts a whole rollout in force, written as under `rollout` of workflows/routing.yml";
  withExamples(
    changeCommand(group, "apply", about).argument("<file>", "YAML"),
    'rollout apply rollout.yml --stage prod --reason "two teams more"',
  ).action(async (file: string, options: ChangeOptions) => {
    const policy = await readRolloutFile(file);
    const { after } = await changeRollout(options, () => policy);
    print(io.stdout, `Version ${after.version} is in force in a few seconds:`, ...describeRollout(after));
  });
}
