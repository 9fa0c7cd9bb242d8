import { expect, test } from "@jest/globals";
import { awaitPropagation, propagationMs } from "../../../../core/rotation/await-propagation.ts";
import { createTestClock } from "../../../fakes/clock.ts";

async function waited(afterMs: number): Promise<number> {
  const clock = createTestClock();
  const since = clock() - afterMs;
  let paused = 0;
  const pause = async (milliseconds: number) => {
    paused += milliseconds;
  };
  await awaitPropagation({ value: "new", since }, { clock, pause });
  return paused;
}

test("a rotation waits for a new value, longer than any instance caches the old one", async () => {
  expect(propagationMs).toBeGreaterThan(120_000);
  expect(await waited(0)).toBe(propagationMs);
  expect(await waited(100_000)).toBe(propagationMs - 100_000);
});

test("a rotation does not wait for a value that is old enough", async () => {
  expect(await waited(propagationMs)).toBe(0);
  expect(await waited(3_600_000)).toBe(0);
});
