import { expect, test } from "@jest/globals";
import type { JobState } from "../../../../../core/jobs/job-state.ts";
import { waitsTooLong } from "../../../../../operator/stack/jobs/stale-jobs.ts";

test.each<[JobState, number, boolean]>([
  ["RECEIVED", 59, false],
  ["RECEIVED", 61, true],
  ["VALIDATED", 61, true],
  ["DISPATCHED", 19, false],
  ["DISPATCHED", 21, true],
  ["WORKER_FAILED", 21, true],
  ["NOTIFIED", 1_000, false],
])("%s for %s minutes is too long: %s", (state, minutes, expected) => {
  const updated_at = "2026-11-23T10:00:00.000Z";
  expect(waitsTooLong({ state, updated_at }, Date.parse(updated_at) + minutes * 60_000)).toBe(expected);
});
