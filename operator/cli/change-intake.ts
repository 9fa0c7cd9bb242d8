import { actorOf } from "../stack/actor.ts";
import type { Stack } from "../stack/find-stack.ts";
import { changeIntake, type Intake } from "../stack/intake.ts";
import type { Io } from "./io.ts";
import type { ChangeOptions } from "./options/change-options.ts";
import { createWaitIndicator } from "./output/progress.ts";

export interface IntakeOptions extends ChangeOptions {
  /** Seconds. */
  timeout: number;
}

/** Pauses or resumes the intake and shows its state until the change is complete. */
export async function pauseOrResume(
  kind: "pause" | "resume",
  intake: Intake,
  stack: Stack,
  options: IntakeOptions,
  io: Io,
): Promise<void> {
  const by = { actor: await actorOf(options, stack), reason: options.reason };
  const waiting = createWaitIndicator(io, `the intake of ${stack.name}`);
  const wait = { ms: options.timeout * 1000, waiting: waiting.report };
  await changeIntake(intake, kind, stack, by, wait).finally(waiting.end);
}
