import type { Command } from "commander";
import { findStack } from "../../stack/find-stack.ts";
import { findIntake } from "../../stack/intake.ts";
import { type IntakeOptions, pauseOrResume } from "../change-intake.ts";
import { type Io, print } from "../io.ts";
import { changeCommand } from "../options/change-options.ts";
import { parsePositive, withExamples } from "../options/stack-options.ts";

export function addResume(named: Command, io: Io): void {
  const command = changeCommand(named);
  command.option("--timeout <seconds>", "how long to wait until it is resumed", parsePositive, 300);
  withExamples(command, 'resume --stage prod --reason "the table is back"').action((options: IntakeOptions) =>
    resume(options, io),
  );
}

async function resume(options: IntakeOptions, io: Io): Promise<void> {
  const stack = await findStack(options);
  const intake = await findIntake(stack);
  if ((await intake.state()) === "Enabled") {
    print(io.stdout, `The intake of ${stack.name} is not paused.`);
    return;
  }
  await pauseOrResume("resume", intake, stack, options, io);
  print(io.stdout, `Resumed: dispatching what is in the queue of ${stack.name}.`);
}
