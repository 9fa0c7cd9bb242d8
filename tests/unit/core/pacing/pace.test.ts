import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  costOfAnswer,
  hasRoom,
  isWaiting,
  newPace,
  type Pace,
  roomIn,
  spend,
  useGranted,
  type WriteKind,
} from "../../../../core/pacing/pace.ts";

const limits = { perMinute: 80, perHour: 500 };
const now = Date.parse("2026-11-23T09:00:00Z");
const minute = 60_000;

/** The most writes in any window of that length. */
function mostIn(writes: number[], lengthMs: number): number {
  const sorted = writes.toSorted((a, b) => a - b);
  return Math.max(
    0,
    ...sorted.map((from) => sorted.filter((at) => at >= from && at < from + lengthMs).length),
  );
}

describe("a pace", () => {
  test("has the room of both limits at first, and less after a take", () => {
    expect(roomIn(newPace, limits, now)).toEqual({ minute: 80, hour: 500 });
    expect(roomIn(spend(newPace, 7, now), limits, now)).toEqual({ minute: 73, hour: 493 });
  });

  test("has the room back after the minute and the hour, with time for the writes themselves", () => {
    const pace = spend(newPace, 7, now);
    expect(roomIn(pace, limits, now + minute + 19_000)).toEqual({ minute: 73, hour: 493 });
    expect(roomIn(pace, limits, now + minute + 31_000)).toEqual({ minute: 80, hour: 493 });
    expect(roomIn(pace, limits, now + 60 * minute + 19_000)).toEqual({ minute: 80, hour: 493 });
    expect(roomIn(pace, limits, now + 63 * minute)).toEqual({ minute: 80, hour: 500 });
  });

  test("forgets what no longer counts, so that its item stays small", () => {
    let pace: Pace = newPace;
    for (let second = 0; second < 10_000; second += 5) pace = spend(pace, 1, now + second * 1_000);
    expect(Object.keys(pace.minute).length).toBeLessThan(12);
    expect(Object.keys(pace.hour).length).toBeLessThan(34);
    expect(JSON.stringify(pace).length).toBeLessThan(700);
  });

  test("counts a granted write from its use on", () => {
    const granted = spend(newPace, 5, now);
    const used = useGranted(granted, 5, now, now + 50_000);
    expect(roomIn(used, limits, now + 50_000)).toEqual({ minute: 75, hour: 495 });
    expect(roomIn(used, limits, now + 95_000)).toEqual({ minute: 75, hour: 495 });
  });

  test("makes answers wait until a time", () => {
    expect(isWaiting({ ...newPace, waiting_until: now + 1 }, now)).toBe(true);
    expect(isWaiting({ ...newPace, waiting_until: now }, now)).toBe(false);
  });
});

describe("room", () => {
  test.each<[WriteKind, number, number]>([
    ["sign", 20, 250],
    ["answer", 4, 25],
    ["repair", 0, 0],
  ])("for a %s leaves %i of the minute and %i of the hour", (kind, perMinute, perHour) => {
    const left = (minuteRoom: number, hourRoom: number) =>
      hasRoom({ minute: minuteRoom, hour: hourRoom }, limits, kind, 3);
    expect(left(perMinute + 3, perHour + 3)).toBe(true);
    expect(left(perMinute + 2, perHour + 3)).toBe(false);
    expect(left(perMinute + 3, perHour + 2)).toBe(false);
  });

  test("is there for any answer in an unused pace", () => {
    const cost = costOfAnswer(1_000, limits);
    expect(hasRoom(roomIn(newPace, limits, now), limits, "answer", cost)).toBe(true);
    expect(costOfAnswer(3, limits)).toBe(3);
  });
});

test("whenever steps ask, and write up to fifteen seconds later, no minute and no hour has more than its limit", () => {
  const small = { perMinute: 8, perHour: 30 };
  const asks = fc.array(
    fc.record({
      afterMs: fc.oneof(fc.nat(3_000), fc.nat(90_000), fc.nat(1_500_000)),
      delayMs: fc.nat(15_000),
      writes: fc.integer({ min: 1, max: 4 }),
      kind: fc.constantFrom<WriteKind>("answer", "repair", "sign"),
    }),
    { minLength: 20, maxLength: 120 },
  );
  let granted = 0;
  fc.assert(
    fc.property(asks, (all) => {
      let pace: Pace = newPace;
      let at = now;
      const made: number[] = [];
      for (const { afterMs, delayMs, writes, kind } of all) {
        at += afterMs;
        if (!hasRoom(roomIn(pace, small, at), small, kind, writes)) continue;
        pace = spend(pace, writes, at);
        made.push(...Array.from({ length: writes }, () => at + delayMs));
      }
      granted += made.length;
      expect(mostIn(made, minute)).toBeLessThanOrEqual(small.perMinute);
      expect(mostIn(made, 60 * minute)).toBeLessThanOrEqual(small.perHour);
    }),
    { numRuns: 100, seed: 1 },
  );
  expect(granted).toBeGreaterThan(500);
});
