import type { Command } from "commander";
import { findStack } from "../../stack/find-stack.ts";
import { findIntake, lastPause, pausedBy } from "../../stack/intake.ts";
import { createOperationLog } from "../../stack/operation-log.ts";
import { type IntakeOptions, pauseOrResume } from "../change-intake.ts";
import { type Io, print } from "../io.ts";
import { changeCommand } from "../options/change-options.ts";
import { parsePositive, withExamples } from "../options/stack-options.ts";
import { displayText } from "../output/table.ts";

export function addPause(named: Command, io: Io): void {
  const command = changeCommand(named);
  command.option("--timeout <seconds>", "how long to wait until it is paused", parsePositive, 300);
  withExamples(command, 'pause --stage prod --reason "the job table is being restored"').action(
    (options: IntakeOptions) => pause(options, io),
  );
}

async function pause(options: IntakeOptions, io: Io): Promise<void> {
  const stack = await findStack(options);
  const intake = await findIntake(stack);
  if ((await intake.state()) === "Disabled") {
    const last = await lastPause(createOperationLog(stack.output("IdempotencyTableName")));
    const who = last ? displayText(pausedBy(last, Date.now())) : "but not by this command";
    print(io.stdout, `The intake of ${stack.name} is already paused, ${who}.`);
    return;
  }
  await pauseOrResume("pause", intake, stack, options, io);
  print(io.stdout, `Paused: webhooks are accepted and stay in the queue of ${stack.name}.`);
  print(io.stderr, "The queue keeps them for four days; `resume` dispatches them.");
}
