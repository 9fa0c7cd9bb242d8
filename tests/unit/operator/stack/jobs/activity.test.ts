import { expect, test } from "@jest/globals";
import { readActivity } from "../../../../../operator/stack/jobs/activity.ts";
import type { JobRange } from "../../../../../operator/stack/jobs/job-ids.ts";

const now = Date.parse("2026-11-24T10:20:00.000Z");

/** Keys by index and value, newest first, as the table's indexes return them. */
function reader(keys: Record<string, string[]>) {
  return {
    async *ids(range: JobRange) {
      const times = "value" in range ? (keys[`${range.index} ${range.value}`] ?? []) : [];
      for (const [n, time] of times.entries()) {
        if (range.since === null || time >= range.since) yield { job_id: `job-${n}`, time };
      }
    },
  };
}

const none = { created: 0, answered: 0, refused: 0, cancelled: 0, shadow: 0 };

test("jobs are counted by the hour of their creation and of their end", async () => {
  const reading = reader({
    "by-employee security": [
      "2026-11-24T10:19:59.000Z",
      "2026-11-24T10:00:00.000Z",
      "2026-11-24T09:59:59.999Z",
    ],
    "by-employee docs": ["2026-11-24T10:05:00.000Z", "2026-11-23T10:59:59.000Z"],
    "by-state NOTIFIED": ["2026-11-24T10:06:00.000Z"],
    "by-state CANCELLED": ["2026-11-24T09:30:00.000Z"],
    "by-state SUPERSEDED": ["2026-11-24T09:31:00.000Z"],
    "by-state REFUSED": ["2026-11-23T11:00:00.000Z"],
    "by-state IGNORED": ["2026-11-24T10:07:00.000Z"],
    "by-state WORKER_RUNNING": ["2026-11-24T10:08:00.000Z"],
  });
  const { parts, cut } = await readActivity({ days: 1, employees: ["security", "docs"] }, reading, now);
  expect(cut).toBe(false);
  expect(parts).toHaveLength(24);
  expect(parts.at(0)).toEqual({ ...none, start: "2026-11-23T11:00:00.000Z", refused: 1 });
  expect(parts.at(-2)).toEqual({ ...none, start: "2026-11-24T09:00:00.000Z", created: 1, cancelled: 2 });
  expect(parts.at(-1)).toEqual({
    ...{ ...none, start: "2026-11-24T10:00:00.000Z", created: 3, answered: 1, shadow: 1 },
  });
});

test.each([
  [7, 28, "2026-11-17T12:00:00.000Z", "2026-11-24T06:00:00.000Z"],
  [30, 30, "2026-10-26T00:00:00.000Z", "2026-11-24T00:00:00.000Z"],
] as const)("%d days have %d parts", async (days, count, first, last) => {
  const { parts } = await readActivity({ days, employees: [] }, reader({}), now);
  expect([parts.length, parts.at(0)?.start, parts.at(-1)?.start]).toEqual([count, first, last]);
});

test("stops counting very many jobs, and says so", async () => {
  const many = Array.from({ length: 20_001 }, () => "2026-11-24T10:00:00.000Z");
  const { parts, cut } = await readActivity(
    { days: 1, employees: [] },
    reader({ "by-state NOTIFIED": many }),
    now,
  );
  expect([parts.at(-1)?.answered, cut]).toEqual([20_000, true]);
});
