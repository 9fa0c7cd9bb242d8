import { setTimeout as pause } from "node:timers/promises";

/** Reads until `test` accepts the value and returns that value; throws with the last value after the time limit. */
export async function until<Value>(
  read: () => Promise<Value>,
  test: (value: Value) => boolean,
  seconds = 240,
): Promise<Value> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const value = await read();
    if (test(value)) return value;
    if (Date.now() > end) throw new Error(`Not within ${seconds} s; the last was ${JSON.stringify(value)}`);
    await pause(100);
  }
}
