import type { Command } from "commander";
import { findStack } from "../../stack/find-stack.ts";
import { changeIntake, type IntakeOptions } from "../../stack/intake/change-intake.ts";
import { findIntake } from "../../stack/intake/intake.ts";
import { lastPause, pausedBy } from "../../stack/intake/paused-by.ts";
import { createOperationLog } from "../../stack/operations/operation-log.ts";
import { type Io, print } from "../io.ts";
import { changeCommand } from "../options/change-options.ts";
import { parsePositive } from "../options/stack-options.ts";
import { withExamples } from "../output/examples.ts";
import { shown } from "../output/table.ts";

export function addPause(named: Command, io: Io): void {
  const command = changeCommand(named);
  command.option("--timeout <seconds>", "how long to wait for it", parsePositive, 300);
  withExamples(command, 'pause --stage prod --reason "the job table is being restored"').action(
    (options: IntakeOptions) => pause(options, io),
  );
}

async function pause(options: IntakeOptions, io: Io): Promise<void> {
  const stack = await findStack(options);
  const intake = await findIntake(stack);
  if ((await intake.state()) === "Disabled") {
    const last = await lastPause(createOperationLog(stack.output("IdempotencyTableName")));
    const who = last ? shown(pausedBy(last, Date.now())) : "not by this command";
    print(io.stdout, `The intake of ${stack.name} is paused already, ${who}.`);
    return;
  }
  await changeIntake(intake, "pause", stack, options, io);
  print(io.stdout, `Paused: webhooks are accepted and wait in the queue of ${stack.name}.`);
  print(io.stderr, "They are kept for four days; `resume` has them dispatched.");
}
