import { describe, expect, test } from "@jest/globals";
import type { Job } from "../../../../../core/jobs/job.ts";
import type { JobCost } from "../../../../../core/jobs/job-cost.ts";
import { costOf, costText } from "../../../../../operator/stack/cost/job-cost.ts";
import { readCosts, sumCosts } from "../../../../../operator/stack/cost/read-costs.ts";
import type { JobReader } from "../../../../../operator/stack/jobs/find-jobs.ts";
import { aJob } from "../../../../fakes/records/job.ts";

const cost = (micros: number | null, model = "anthropic/claude"): JobCost => {
  return { micros, input_tokens: 100, output_tokens: 10, model };
};
const reservation = { run: "a-r1", day: "2026-11-23", micros: 900, budgets: ["person#11"], charge: 900 };

const jobs: Job[] = [
  aJob({ job_id: "a", employee: "security", cost: cost(5_000) }),
  aJob({
    job_id: "b",
    employee: "docs",
    cost: cost(20_000),
    sender: { login: "mona", id: 12, type: "User" },
  }),
  aJob({
    job_id: "c",
    employee: "security",
    cost: cost(null, "bedrock/new"),
    repo: "octo/other",
    repo_id: 78,
  }),
  aJob({ job_id: "d", employee: "security", reservation, updated_at: "2026-11-22T23:59:59.999Z" }),
  aJob({ job_id: "e", employee: "summary" }),
];

describe("the cost of jobs", () => {
  test("is summed by employee, the most expensive first", () => {
    const { total, rows } = sumCosts(jobs, "employee");
    expect(total).toEqual({
      ...{ jobs: 4, micros: 25_900, unpriced_jobs: 1 },
      ...{ input_tokens: 300, output_tokens: 30 },
    });
    expect(rows).toMatchObject([
      { key: "docs", jobs: 1, micros: 20_000, unpriced_jobs: 0 },
      { key: "security", jobs: 3, micros: 5_900, unpriced_jobs: 1 },
    ]);
  });

  test.each([
    [
      "repository",
      [
        ["77", "octo-demo/payments"],
        ["78", "octo/other"],
      ],
    ],
    [
      "person",
      [
        ["12", "mona"],
        ["11", "octavia"],
      ],
    ],
    [
      "day",
      [
        ["2026-11-22", "2026-11-22"],
        ["2026-11-23", "2026-11-23"],
      ],
    ],
    [
      "model",
      [
        ["anthropic/claude", "anthropic/claude"],
        ["unknown", "unknown"],
        ["bedrock/new", "bedrock/new"],
      ],
    ],
  ] as const)("is summed by %s", (by, expected) => {
    expect(sumCosts(jobs, by).rows.map(({ key, name }) => [key, name])).toEqual(expected);
  });

  test("is read from the jobs of a period, up to a limit", async () => {
    const ranges: unknown[] = [];
    const reading: JobReader = {
      async *ids(range) {
        ranges.push(range);
        if (!("value" in range) || range.value !== "DISPATCHED") return;
        for (const { job_id, updated_at } of jobs) yield { job_id, time: updated_at };
      },
      read: async (id) => jobs.find(({ job_id }) => job_id === id) ?? null,
      progress() {},
    };
    const since = "2026-11-22T00:00:00.000Z";
    const report = await readCosts({ by: "employee", since, limit: 100 }, reading);
    expect(report).toMatchObject({ by: "employee", since, until: null, cut: false, total: { jobs: 4 } });
    expect(ranges).toContainEqual({ index: "by-state", value: "NOTIFIED", since, until: null });
    expect(await readCosts({ by: "employee", limit: 2 }, reading)).toMatchObject({
      cut: true,
      total: { jobs: 2 },
    });
  });
});

describe("the cost of one job", () => {
  test.each([
    [{ cost: cost(5_000) }, "$0.0050"],
    [{ cost: cost(1_234_567), reservation }, "$1.23"],
    [{ cost: cost(null) }, "110 tokens"],
    [{ reservation: { ...reservation, charge: 800_000 } }, "up to $0.80"],
    [{ reservation: { ...reservation, charge: 0 } }, "-"],
    [{}, "-"],
  ])("%j is shown as %s", (job, text) => {
    expect(costText(costOf(job))).toBe(text);
  });
});
