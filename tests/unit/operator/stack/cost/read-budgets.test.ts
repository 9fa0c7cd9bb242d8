import { expect, test } from "@jest/globals";
import { readBudgets } from "../../../../../operator/stack/cost/read-budgets.ts";
import type { JobReader } from "../../../../../operator/stack/jobs/find-jobs.ts";
import { createFakeBudgetStore } from "../../../../fakes/budget-store.ts";
import { aJob } from "../../../../fakes/records/job.ts";

const day = "2026-11-23";
const now = Date.parse("2026-11-23T19:00:00Z");

function holding(job_id: string, budgets: string[], of = day) {
  return aJob({ job_id, reservation: { run: `${job_id}-r1`, day: of, micros: 40, budgets, charge: 0 } });
}

test("today's budgets are those that jobs name, the fullest first, with what is left", async () => {
  const budgets = createFakeBudgetStore();
  const mona = { key: "person#11", scope: "person" as const, name: "mona", limit: 100 };
  const stage = { key: "stage#prod", scope: "stage" as const, name: "prod", limit: 1_000 };
  const jobs = [
    holding("a", ["person#11", "stage#prod"]),
    holding("b", ["person#11", "stage#prod"]),
    holding("c", ["person#12"], "2026-11-22"),
    holding("d", ["person#13"]),
    aJob({ job_id: "e" }),
  ];
  for (const budget of [mona, stage]) {
    await budgets.reserve(budget, day, { run: "a-r1", micros: 40 });
    await budgets.reserve(budget, day, { run: "b-r1", micros: 40 });
    await budgets.settle(budget.key, day, { run: "b-r1", micros: 40 }, 15);
  }
  const ranges: unknown[] = [];
  const reading: JobReader = {
    async *ids(range) {
      ranges.push(range);
      if (!("value" in range) || range.value !== "NOTIFIED") return;
      for (const { job_id } of jobs) yield { job_id, time: day };
    },
    read: async (id) => jobs.find(({ job_id }) => job_id === id) ?? null,
    progress() {},
  };
  expect(await readBudgets({ budgets, reading }, now)).toEqual({
    day,
    resets_at: "2026-11-24T00:00:00.000Z",
    budgets: [
      { key: "person#11", scope: "person", name: "mona", limit: 100, used: 55, held: 40, left: 45 },
      { key: "stage#prod", scope: "stage", name: "prod", limit: 1_000, used: 55, held: 40, left: 945 },
    ],
    cut: false,
  });
  expect(ranges).toContainEqual(
    expect.objectContaining({ value: "NOTIFIED", since: "2026-11-23T00:00:00.000Z" }),
  );
});
