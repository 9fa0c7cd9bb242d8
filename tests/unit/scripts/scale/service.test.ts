import { describe, expect, test } from "@jest/globals";
import { runBurst } from "../../../../scripts/scale/service.ts";
import type { Settings } from "../../../../scripts/scale/work.ts";

const ample: Settings = {
  ...{ throttlingRate: 10_000, throttlingBurst: 20_000, dispatchConcurrency: 100, lambdaConcurrency: 10_000 },
  ...{ githubWritesPerMinute: 1e6, githubWritesPerHour: 1e6 },
};
const burst = { perSecond: 5, seconds: 20, installations: 10, employeeSeconds: 1 };

describe("a burst", () => {
  test("is answered without a wait where every limit is ample", () => {
    const { answered, refused, acknowledged, places } = runBurst(burst, ample);

    expect(answered).toHaveLength(100);
    expect({ refused, acknowledged }).toEqual({ refused: 0, acknowledged: 100 });
    expect(Math.max(...answered) - Math.min(...answered)).toBeLessThan(0.01);
    expect(places.every(({ seen }) => seen.firstWait === null)).toBe(true);
  });

  test("is answered as fast as GitHub's limit allows, and its later comments only get the answer", () => {
    const { answered, acknowledged, drained } = runBurst(
      { ...burst, installations: 1 },
      { ...ample, githubWritesPerHour: 60 },
    );

    expect(answered).toHaveLength(100);
    expect(acknowledged).toBeLessThan(30);
    // 100 answers of at least one write: 57 of them at the start, then one a minute.
    expect(drained).toBeGreaterThan((100 - 57) * 60);
  });

  test("loses nothing that the API refuses", () => {
    const { answered, refused, drained } = runBurst(burst, {
      ...ample,
      throttlingRate: 1,
      throttlingBurst: 10,
    });

    expect(answered).toHaveLength(100);
    expect(refused).toBeGreaterThan(50);
    expect(drained).toBeGreaterThan(200);
  });
});
