import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type StepCounter, startStepCounter } from "./step-counter.ts";

let steps: StepCounter;

beforeAll(async () => {
  steps = await startStepCounter((url) => url.endsWith("step-counter.test.ts"));
});

afterAll(() => steps.stop());

/** Returns by which factor the steps grow for four times the text. */
async function growth(work: (size: number) => unknown): Promise<number> {
  return (await steps.of(() => work(4_000))) / (await steps.of(() => work(1_000)));
}

function linear(size: number): number {
  let sum = 0;
  for (let n = 0; n < size; n += 1) sum += n;
  return sum;
}

function quadratic(size: number): void {
  for (let n = 0; n < size; n += 1) linear(n);
}

const hostile = (size: number) => `${"a".repeat(size)}b`;

describe("the number of steps", () => {
  test("a loop is linear, a nested loop is not", async () => {
    expect(await growth(linear)).toBeCloseTo(4, 1);
    expect(await growth(quadratic)).toBeGreaterThan(15);
  });

  test("is the same for work that was repeated often and runs faster", async () => {
    const first = await steps.of(() => quadratic(500));
    for (let n = 0; n < 200; n += 1) quadratic(500);
    const last = await steps.of(() => quadratic(500));
    expect(last / first).toBeCloseTo(1, 2);
  });

  test("a search that restarts again and again is not linear", async () => {
    const once = (size: number) => hostile(size).indexOf("c");
    const often = (size: number) => {
      for (let at = 0; at < size; at += 1) hostile(size).indexOf("c", at);
    };
    expect(await growth(once)).toBeCloseTo(4, 1);
    expect(await growth(often)).toBeGreaterThan(15);
  });

  test.each([
    ["^a*$", 4],
    ["^a*c", 4],
    ["^(?:a+c)*$", 4],
  ])("/%s/ is linear", async (source, times) => {
    expect(await growth((size) => new RegExp(source).exec(hostile(size)))).toBeCloseTo(times, 0);
  });

  test.each(["a*c", "^a*a*c", "[a-z]+\\s", "(?:a|d)+$"])("/%s/ is quadratic", async (source) => {
    expect(await growth((size) => new RegExp(source).test(hostile(size)))).toBeGreaterThan(15);
  });

  test("shows an exponential expression at twenty characters", async () => {
    const ten = await steps.of(() => /^(?:a+)+$/.test(hostile(10)));
    expect(await steps.of(() => /^(?:a+)+$/.test(hostile(20)))).toBeGreaterThan(500 * ten);
  });
});
