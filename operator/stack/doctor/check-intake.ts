import type { Stack } from "../find-stack.ts";
import { bad, doubtful, type Finding, good } from "../finding.ts";
import { findIntake } from "../intake/intake.ts";
import { lastPause, pausedBy } from "../intake/paused-by.ts";
import { createOperationLog } from "../operations/operation-log.ts";

/** Whether accepted webhooks are dispatched, and who stopped it if not. */
export async function checkIntake(stack: Stack): Promise<Finding[]> {
  const intake = await findIntake(stack);
  const state = await intake.state();
  if (state === "Enabled") return [good("intake", state)];
  const pause = await lastPause(createOperationLog(stack.output("IdempotencyTableName")));
  const advice = "End it: resume. What waits is kept for four days.";
  if (pause) return [doubtful("intake", `${state}, paused ${pausedBy(pause, Date.now())}`, advice)];
  return [bad("intake", `${state}, and not by \`pause\``, advice)];
}
