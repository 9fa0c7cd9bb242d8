import type { Clock } from "../../core/clock.ts";

/** A clock that advances only when a test says so. */
export interface TestClock extends Clock {
  advance(milliseconds: number): void;
}

export function createTestClock(start = Date.parse("2026-11-23T09:00:00.000Z")): TestClock {
  let now = start;
  return Object.assign(() => now, {
    advance(milliseconds: number): void {
      now += milliseconds;
    },
  });
}
