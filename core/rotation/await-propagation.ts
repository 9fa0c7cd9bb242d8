import type { Clock } from "../clock.ts";
import type { PendingValue } from "./rotating-secret.ts";

/** Milliseconds until every instance has read a new version: instances read again after two minutes, and reads may lag. */
export const propagationMs = 130_000;

/** Waits until every instance accepts the pending value. Only then may a caller use it. */
export async function awaitPropagation(
  { since }: PendingValue,
  { clock, pause }: { clock: Clock; pause(milliseconds: number): Promise<void> },
): Promise<void> {
  const rest = since + propagationMs - clock();
  if (rest > 0) await pause(rest);
}
