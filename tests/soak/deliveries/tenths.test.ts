import { expect, test } from "@jest/globals";
import type { Mark } from "./mark.ts";
import { changeOf, tenthsOf, tenthsTable } from "./tenths.ts";

const mb = 2 ** 20;

/** Ten tenths of a hundred deliveries; the functions take the number of the tenth, from 0. */
function marks(mainOf: (tenth: number) => number, secondsOf: (tenth: number) => number): Mark[] {
  let at = 0;
  return Array.from({ length: 11 }, (_, n) => {
    if (n > 0) at += secondsOf(n - 1);
    return { done: n * 100, at, main: mainOf(n - 1) * mb, all: 2_000 * mb, shared: null, processes: 15 };
  });
}

test("a delivery's time is that of its tenth", () => {
  const tenths = tenthsOf(
    marks(
      () => 500,
      (tenth) => (tenth === 0 ? 50 : 15),
    ),
  );

  expect(tenths.map(({ each }) => Math.round(each))).toEqual([500, ...Array(9).fill(150)]);
  expect(tenthsTable(tenths).split("\n")[2]).toBe("| 100 | 500 | 500 | 2000 |  | 15 |");
});

test("growth is measured after the warm-up", () => {
  const flat = changeOf(
    tenthsOf(
      marks(
        (tenth) => (tenth === 0 ? 300 : 500),
        (tenth) => (tenth === 0 ? 90 : 15),
      ),
    ),
  );
  expect(flat).toEqual({ main: 0, time: expect.closeTo(0), most: 2_000 * mb });

  const growing = changeOf(
    tenthsOf(
      marks(
        (tenth) => 500 + 50 * tenth,
        (tenth) => 10 + tenth,
      ),
    ),
  );
  expect(growing.main).toBeCloseTo(950 / 550 - 1);
  expect(growing.time).toBeCloseTo(18 / 12 - 1);
});
