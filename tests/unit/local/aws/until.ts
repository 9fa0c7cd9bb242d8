import { setTimeout as delay } from "node:timers/promises";

/** Calls a function until it returns neither undefined nor false; throws after a time limit. */
export async function until<Value>(
  probe: () => Promise<Value | undefined | false> | Value | undefined | false,
  milliseconds = 120_000,
): Promise<Value> {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const value = await probe();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > deadline) throw new Error("The condition was not met in time");
    await delay(15);
  }
}
