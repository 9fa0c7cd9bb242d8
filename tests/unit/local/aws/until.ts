import { setTimeout as delay } from "node:timers/promises";

/** Asks again and again until the answer is neither undefined nor false. */
export async function until<Value>(
  probe: () => Promise<Value | undefined | false> | Value | undefined | false,
  milliseconds = 120_000,
): Promise<Value> {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const value = await probe();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > deadline) throw new Error("The condition did not come true in time");
    await delay(15);
  }
}
