import { describe, expect, test } from "@jest/globals";
import { modelPolicy as policy } from "../../../../core/circuit/circuit-policy.ts";
import { addOutcome, type Outcome, tooManyFailures } from "../../../../core/circuit/outcomes.ts";

/** `x` is a failure, `.` a success. */
const outcomes = (pattern: string): Outcome[] =>
  [...pattern].map((sign, n) => ({ at: n * 1_000, failed: sign === "x" }));

test.each([
  ["", false],
  ["x", false],
  ["xx", false],
  ["xxx", true],
  ["..xxx", true],
  ["xx.xx", false],
  ["xxx.", false],
  // Half of ten.
  ["x.x.x.x.x.", true],
  ["x.x.x.x..", false],
  ["x.x.x.x...", false],
])("%s is too many: %s", (pattern, expected) => {
  expect(tooManyFailures(outcomes(pattern), policy)).toBe(expected);
});

describe("the remembered outcomes", () => {
  test("are the latest twenty", () => {
    const many = outcomes("x".repeat(20));
    const kept = addOutcome(many, { at: 20_000, failed: false }, policy);
    expect(kept).toHaveLength(20);
    expect(kept.at(0)).toEqual(many[1]);
    expect(kept.at(-1)).toEqual({ at: 20_000, failed: false });
  });

  test("are those of the last five minutes: two failures of this morning are not an outage", () => {
    const kept = addOutcome(outcomes("xx"), { at: 301_000, failed: true }, policy);
    expect(kept).toEqual([{ at: 301_000, failed: true }]);
    expect(tooManyFailures(kept, policy)).toBe(false);
  });
});
