import type { Command } from "commander";
import { findStack } from "../../stack/find-stack.ts";
import { changeIntake, type IntakeOptions } from "../../stack/intake/change-intake.ts";
import { findIntake } from "../../stack/intake/intake.ts";
import { type Io, print } from "../io.ts";
import { changeCommand } from "../options/change-options.ts";
import { parsePositive } from "../options/stack-options.ts";
import { withExamples } from "../output/examples.ts";

export function addResume(named: Command, io: Io): void {
  const command = changeCommand(named);
  command.option("--timeout <seconds>", "how long to wait for it", parsePositive, 300);
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
  await changeIntake(intake, "resume", stack, options, io);
  print(io.stdout, `Resumed: what waited in the queue of ${stack.name} is dispatched now.`);
}
