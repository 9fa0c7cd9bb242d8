import { expect, test } from "@jest/globals";
import { isStale } from "../../../../core/jobs/job-limits.ts";
import type { JobState } from "../../../../core/jobs/job-state.ts";

test.each<[JobState, number, boolean]>([
  ["RECEIVED", 59, false],
  ["RECEIVED", 61, true],
  ["VALIDATED", 61, true],
  ["WORKER_RUNNING", 21, true],
  ["DISPATCHED", 19, false],
  ["DISPATCHED", 21, true],
  ["WORKER_FAILED", 21, true],
  ["NOTIFIED", 1_000, false],
])("a job that is %s for %s minutes is stale: %s", (state, minutes, expected) => {
  const updated_at = "2026-11-23T10:00:00.000Z";
  expect(isStale({ state, attempt: 1, updated_at }, Date.parse(updated_at) + minutes * 60_000)).toBe(
    expected,
  );
});

test.each([
  [24 * 60 - 1, false],
  [24 * 60 + 1, true],
])("a job whose run is outside for %s minutes is stale: %s", (minutes, expected) => {
  const job = {
    state: "WORKER_RUNNING" as const,
    attempt: 1,
    updated_at: "2026-11-23T10:00:00.000Z",
    callback: "c",
  };
  expect(isStale(job, Date.parse(job.updated_at) + minutes * 60_000)).toBe(expected);
});

test.each([
  [1, false],
  [2, true],
])("a job whose attempt %s waits for GitHub's limits is stale in its attempt 1: %s", (attempt, expected) => {
  const updated_at = "2026-11-23T10:00:00.000Z";
  const paced = { attempt, since: updated_at, writes: 1 };
  const job = { state: "WORKER_SUCCEEDED" as const, attempt: 1, updated_at, paced };
  expect(isStale(job, Date.parse(updated_at) + 60 * 60_000)).toBe(expected);
});
