import { describe, expect, test } from "@jest/globals";
import { durationText, timeWithAge } from "../../../../operator/stack/format.ts";

describe("times", () => {
  const now = Date.parse("2026-11-23T12:00:00.000Z");

  test.each([
    ["2026-11-23T11:59:57.400Z", "2026-11-23T11:59:57Z (2.6 s ago)"],
    ["2026-11-23T11:15:00.000Z", "2026-11-23T11:15:00Z (45 min ago)"],
    ["2026-11-22T23:00:00.000Z", "2026-11-22T23:00:00Z (13 h ago)"],
    ["2026-11-13T12:00:00.000Z", "2026-11-13T12:00:00Z (10 d ago)"],
    ["2026-11-23T12:30:00.000Z", "2026-11-23T12:30:00Z (in 30 min)"],
    ["2026-11-23T12:00:00.400Z", "2026-11-23T12:00:00Z (now)"],
    [now, "2026-11-23T12:00:00Z (now)"],
    [null, null],
    ["", null],
  ])("%s", (time, text) => {
    expect(timeWithAge(time, now)).toBe(text);
  });

  test.each([
    [0, "0 ms"],
    [999, "999 ms"],
    [1_240, "1.2 s"],
    [59_000, "59 s"],
    [119 * 60_000, "119 min"],
    [47 * 3_600_000, "47 h"],
  ])("%d milliseconds are %s", (milliseconds, text) => {
    expect(durationText(milliseconds)).toBe(text);
  });
});
