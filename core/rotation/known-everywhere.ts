import type { Clock } from "../clock.ts";
import type { PendingValue } from "./rotating-secret.ts";

/** Every instance reads its secrets again after two minutes, and a read may lag a little behind a write. */
export const knownEverywhereAfterMs = 130_000;

/** Waits until every instance accepts the pending value; only then may it be shown to them. */
export async function untilKnownEverywhere(
  { since }: PendingValue,
  { clock, pause }: { clock: Clock; pause(milliseconds: number): Promise<void> },
): Promise<void> {
  const rest = since + knownEverywhereAfterMs - clock();
  if (rest > 0) await pause(rest);
}
