import type { Command } from "commander";
import { CommandError } from "../errors.ts";
import { type Io, print } from "../io.ts";
import { withExamples } from "../output/examples.ts";
import { changeRollout } from "../rollout/change-rollout.ts";
import { describeRollout } from "../rollout/describe-rollout.ts";
import { type ChangeOptions, changeCommand } from "../who.ts";

interface Options extends ChangeOptions {
  deployed?: boolean;
}

export function addRolloutBack(group: Command, io: Io): void {
  const about = "Goes back to the rollout before the last change, which stays in the history";
  const command = changeCommand(group, "back", about).option("--deployed", "to what was deployed instead");
  withExamples(
    command,
    'rollout back --stage prod --reason "answers are wrong"',
    'rollout back --deployed --stage prod --reason "the file says it now"',
  ).action((options: Options) => back(options, io));
}

async function back(options: Options, io: Io): Promise<void> {
  const { before, after } = await changeRollout(options, async (_now, history) => {
    const [last, one] = await history(2);
    if (!last) {
      throw new CommandError("Nobody has changed what was deployed.", "To change it: rollout set, or apply.");
    }
    return options.deployed ? null : (one?.policy ?? null);
  });
  const what = `Version ${after.version} takes back version ${before?.version}; in force in a few seconds:`;
  print(io.stdout, what, ...describeRollout(after));
}
