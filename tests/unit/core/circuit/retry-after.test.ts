import { expect, test } from "@jest/globals";
import { retryAfterMs } from "../../../../core/circuit/retry-after.ts";

const now = Date.parse("2026-11-23T09:00:00.000Z");

test.each([
  ["120", 120_000],
  [" 120 ", 120_000],
  ["0", 0],
  ["1.5", 1_500],
  ["Mon, 23 Nov 2026 09:02:00 GMT", 120_000],
  ["Mon, 23 Nov 2026 08:00:00 GMT", 0],
  ["", null],
  ["-5", null],
  ["soon", null],
  ["Soon", null],
  ["1e9", null],
  [undefined, null],
  [null, null],
  [120, 120_000],
])("%j is %j milliseconds", (header, milliseconds) => {
  expect(retryAfterMs(header, now)).toBe(milliseconds);
});
