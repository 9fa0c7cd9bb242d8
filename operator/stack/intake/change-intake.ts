import type { Io } from "../../cli/io.ts";
import { actorOf, type ChangeOptions } from "../../cli/options/change-options.ts";
import { createWaiting } from "../../cli/output/progress.ts";
import type { Stack } from "../find-stack.ts";
import { createOperationLog } from "../operations/operation-log.ts";
import type { Intake } from "./intake.ts";

export interface IntakeOptions extends ChangeOptions {
  /** Seconds. */
  timeout: number;
}

/** Records who wants it and why, asks for it, and waits until it is so. */
export async function changeIntake(
  intake: Intake,
  kind: "pause" | "resume",
  stack: Stack,
  options: IntakeOptions,
  io: Io,
): Promise<void> {
  const actor = await actorOf(options, stack);
  const log = createOperationLog(stack.output("IdempotencyTableName"));
  await log.record({ kind, actor, reason: options.reason, ids: {} });
  const waiting = createWaiting(io, `the intake of ${stack.name}`);
  await intake.set(kind === "resume", options.timeout * 1000, waiting.tell).finally(waiting.end);
}
