import { describe, expect, test } from "@jest/globals";
import { growthOf } from "./growth.ts";
import { quantile } from "./quantile.ts";
import type { Sample } from "./sample.ts";

const kilobyte = 1024;

/** Sixty samples of a soak in which the sizes follow these functions. */
function samples(mainOf: (asked: number) => number, functionOf: (second: number) => number): Sample[] {
  return Array.from({ length: 60 }, (_, n) => {
    const at = n * 5;
    return {
      at,
      asked: at,
      mainMemory: mainOf(at),
      functionMemory: 8 * functionOf(at),
      functionProcesses: 8,
      queued: 0,
      deadLetters: 0,
      openJobs: 1,
      answers: 5,
      p50: 2_000,
      p95: 3_000,
    };
  });
}

describe("the growth of memory", () => {
  test("is the memory that the main process keeps of each delivery, whatever it started with", () => {
    const growth = growthOf(
      samples(
        (asked) => 200 * 2 ** 20 + asked * 50 * kilobyte,
        () => 80 * 2 ** 20,
      ),
    );

    expect(growth.mainPerDelivery).toBeCloseTo(50 * kilobyte);
    expect(growth.functionShare).toBeCloseTo(0);
  });

  test("is measured in the second half, because caches fill and code is compiled in the first", () => {
    const filled = (second: number) => Math.min(second, 140) * 2 ** 20;

    expect(growthOf(samples(filled, filled))).toEqual({ mainPerDelivery: 0, functionShare: 0 });
  });

  test("includes the functions' processes, as a share of their size", () => {
    const leaking = (second: number) => 100 * 2 ** 20 + Math.max(0, second - 150) * 2 ** 20;

    expect(growthOf(samples(() => 0, leaking)).functionShare).toBeGreaterThan(0.5);
  });
});

test("a quantile is one of the values", () => {
  const values = [5, 1, 4, 2, 3];

  expect([0, 0.5, 0.95, 1].map((share) => quantile(values, share))).toEqual([1, 3, 5, 5]);
  expect(quantile([], 0.5)).toBeNull();
});
