import { setTimeout as pause } from "node:timers/promises";

/** Asks until `test` holds of what `read` answers; fails with the last answer when that takes too long. */
export async function until<Value>(
  read: () => Promise<Value>,
  test: (value: Value) => boolean,
  seconds = 120,
): Promise<Value> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const value = await read();
    if (test(value)) return value;
    if (Date.now() > end) throw new Error(`Not within ${seconds} s; the last was ${JSON.stringify(value)}`);
    await pause(100);
  }
}
