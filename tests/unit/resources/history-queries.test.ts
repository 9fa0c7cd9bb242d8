import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { historyRecordSchema } from "../../../core/jobs/history-record.schema.ts";
import type { HistoryRecord } from "../../../core/jobs/history-record.ts";
import { aComment, aHistory, answered } from "../../fakes/records/history.ts";
import { projectRoot } from "../../stack/packaging/tree-copy.ts";

/**
 * Runs the queries in SQLite: they use only what Athena's dialect has in common with it. job-history.test.ts
 * checks that their table has these columns.
 */
let database: DatabaseSync;
const columns = Object.entries(historyRecordSchema.properties);

beforeEach(() => {
  database = new DatabaseSync(":memory:");
  const declared = columns.map(([name, { type }]) => `${name} ${type === "integer" ? "INTEGER" : "TEXT"}`);
  database.exec(`CREATE TABLE job_history (${declared.join(", ")}, dt TEXT)`);
});

function store(records: HistoryRecord[], dt = "2026-11-23"): void {
  const insert = database.prepare(`INSERT INTO job_history VALUES (${"?, ".repeat(columns.length)}?)`);
  for (const record of records) insert.run(...Object.values(record), dt);
}

function query(name: string, from = "2026-11-01", to = "2026-11-30"): Record<string, unknown>[] {
  const sql = readFileSync(join(projectRoot, `resources/queries/${name}.sql`), "utf8");
  return database
    .prepare(sql)
    .all(from, to)
    .map((row) => ({ ...row }));
}

const refused = { to: "REFUSED", after: 3 } as const;

/** It failed, and a user retried it an hour later. */
const failedAndRetried = [
  ...answered(1, 1).slice(0, 3),
  { to: "WORKER_FAILED" as const, after: 5, change: { outcome: "failed" as const } },
  { to: "NOTIFIED" as const, after: 1 },
  { to: "DISPATCHED" as const, after: 3_600, change: { attempt: 2, outcome: null }, asked: true },
];

describe("outcomes by employee", () => {
  test("counts how each employee's jobs ended, and how long they took", async () => {
    store(await aHistory({ job_id: "a" }, answered(1, 8)));
    store(await aHistory({ job_id: "b" }, answered(1, 18)));
    store(await aHistory({ job_id: "c" }, [refused]));
    const failing = answered(0, 4).map((step) =>
      step.to === "WORKER_SUCCEEDED" ? { ...step, change: { outcome: "failed" as const } } : step,
    );
    store(await aHistory({ job_id: "d", employee: "backend" }, failing));
    store(await aHistory({ job_id: "e", employee: "backend" }, [{ to: "VALIDATED", after: 1 }]));

    const summary = { employee: "summary" };
    expect(query("outcomes-by-employee")).toEqual([
      { employee: "backend", ending: "failed", jobs: 1, percent: 100, mean_seconds: 5, longest_seconds: 5 },
      { ...summary, ending: "answered", jobs: 2, percent: 66.7, mean_seconds: 15, longest_seconds: 20 },
      { ...summary, ending: "refused", jobs: 1, percent: 33.3, mean_seconds: 3, longest_seconds: 3 },
    ]);
  });

  test("counts a line that arrived twice once, on the next day too", async () => {
    const history = await aHistory({}, answered(1, 8));
    store(history);
    store(history);
    store(history, "2026-11-24");
    expect(query("outcomes-by-employee")).toMatchObject([{ ending: "answered", jobs: 1 }]);
  });

  test("counts a retried job once, with its last outcome, without the time before the retry", async () => {
    store(await aHistory({ job_id: "again" }, [...failedAndRetried, ...answered(2, 8).slice(2)]));
    expect(query("outcomes-by-employee")).toMatchObject([
      { ending: "answered", jobs: 1, percent: 100, longest_seconds: 11 },
    ]);
  });

  test("does not count a retried job that has not ended again", async () => {
    store(await aHistory({ job_id: "again" }, failedAndRetried));
    expect(query("outcomes-by-employee")).toEqual([]);
  });

  test("counts only the requested days", async () => {
    store(await aHistory({ job_id: "a" }, [refused]), "2026-11-01");
    store(await aHistory({ job_id: "b" }, [refused]), "2026-11-02");
    store(await aHistory({ job_id: "c" }, [refused]), "2026-11-03");
    expect(query("outcomes-by-employee", "2026-11-02", "2026-11-03")).toMatchObject([{ jobs: 2 }]);
  });
});

describe("slowest jobs", () => {
  test("shows the slowest first, with how long they waited, without unfinished jobs", async () => {
    store(await aHistory({ job_id: "quick" }, answered(1, 5)));
    store(await aHistory({ job_id: "slow" }, answered(60, 500)));
    store(await aHistory({ job_id: "refused" }, [refused]));
    store(await aHistory({ job_id: "running" }, answered(900, 900).slice(0, 4)));
    const shown = query("slowest-jobs").map(({ job_id, outcome, waited_seconds, seconds }) => {
      return [job_id, outcome, waited_seconds, seconds];
    });
    expect(shown).toEqual([
      ["slow", "answered", 60, 561],
      ["quick", "answered", 1, 7],
      ["refused", null, null, 3],
    ]);
  });

  test("shows a job with several attempts once, with their number", async () => {
    const steps = [
      ...answered(1, 1).slice(0, 3),
      { to: "WORKER_FAILED" as const, after: 5 },
      { to: "DISPATCHED" as const, after: 5, change: { attempt: 2 } },
      ...answered(5, 5).slice(2),
    ];
    store(await aHistory({}, steps));
    expect(query("slowest-jobs")).toMatchObject([{ attempts: 2, outcome: "answered", seconds: 22 }]);
  });

  test("measures a retried job from its retry", async () => {
    store(await aHistory({ job_id: "again" }, [...failedAndRetried, ...answered(2, 8).slice(2)]));
    store(await aHistory({ job_id: "unfinished" }, failedAndRetried));
    expect(query("slowest-jobs")).toMatchObject([
      { job_id: "again", attempts: 2, outcome: "answered", waited_seconds: 2, seconds: 11 },
    ]);
  });

  test("shows at most fifty", async () => {
    for (let n = 0; n < 55; n++) store(await aHistory({ job_id: `job-${n}` }, [refused]));
    expect(query("slowest-jobs")).toHaveLength(50);
  });
});

describe("duplicates", () => {
  test("finds the comment with two intents, and no other", async () => {
    store(await aHistory({ job_id: "first", intent_key: "a".repeat(64) }, answered(1, 1, 501)));
    const again = { job_id: "second", intent_key: "b".repeat(64), delivery_id: "d-2" };
    store(await aHistory(again, answered(1, 1, 502)));
    const elsewhere = { kind: "issue_comment", id: 1, created_at: "2026-11-23T09:00:00Z" } as const;
    store(await aHistory({ job_id: "other", source: elsewhere }, answered(1, 1, 503)));
    expect(query("duplicates")).toEqual([
      {
        repo: "octo-demo/payments",
        pr_number: 7,
        source_kind: "issue_comment",
        source_id: 9001,
        employee: "summary",
        command: "summary",
        intents: 2,
        deliveries: 2,
        jobs: 2,
        answers: 2,
        first_created_at: "2026-11-23T09:00:00.000Z",
        last_created_at: "2026-11-23T09:00:00.000Z",
      },
    ]);
  });

  test("finds the job with more than one answer", async () => {
    const steps = answered(1, 1, 501).map((step) =>
      step.to === "NOTIFIED" ? { ...step, change: { comment: aComment(502) } } : step,
    );
    store(await aHistory({}, steps));
    expect(query("duplicates")).toMatchObject([{ intents: 1, jobs: 1, answers: 2 }]);
  });

  test("finds nothing for two commands of one comment or a line that arrived twice", async () => {
    const first = await aHistory({ job_id: "x-summary" }, answered(1, 1, 501));
    store(first);
    store(first);
    store(await aHistory({ job_id: "x-summary-2" }, answered(1, 1, 502)));
    expect(query("duplicates")).toEqual([]);
  });
});

describe("cost by employee", () => {
  const costing = (ids: Record<string, string | number>) =>
    answered(1, 1).map((step) =>
      step.to === "WORKER_SUCCEEDED" ? { ...step, note: { actor: "test", reason: "answered", ids } } : step,
    );
  const tokens = { input_tokens: 1_000, output_tokens: 100 };
  const model = "anthropic/claude";

  test("sums what the runs of each employee and model cost, the most expensive first", async () => {
    store(await aHistory({ job_id: "a" }, costing({ ...tokens, cost_micros: 1_250_000, model })));
    store(await aHistory({ job_id: "b" }, costing({ ...tokens, cost_micros: 500_000, model })));
    store(
      await aHistory(
        { job_id: "c", employee: "docs" },
        costing({ ...tokens, cost_micros: 2_000_000, model }),
      ),
    );
    store(await aHistory({ job_id: "d" }, answered(1, 1)));
    expect(query("cost-by-employee")).toEqual([
      {
        ...{ employee: "docs", model, runs: 1, dollars: 2, runs_without_cost: 0 },
        ...tokens,
      },
      {
        ...{ employee: "summary", model, runs: 2, dollars: 1.75, runs_without_cost: 0 },
        ...{ input_tokens: 2_000, output_tokens: 200 },
      },
    ]);
  });

  test("counts a line that arrived twice once", async () => {
    const history = await aHistory({}, costing({ ...tokens, cost_micros: 1_000_000, model }));
    store(history);
    store(history, "2026-11-24");
    expect(query("cost-by-employee")).toMatchObject([{ runs: 1, dollars: 1 }]);
  });

  test("shows the tokens of runs without a cost, such as those of earlier versions", async () => {
    store(await aHistory({}, costing(tokens)));
    expect(query("cost-by-employee")).toEqual([
      { employee: "summary", model: null, runs: 1, dollars: 0, runs_without_cost: 1, ...tokens },
    ]);
  });

  test("counts each run of a retried job", async () => {
    const ids = { ...tokens, cost_micros: 1_000_000, model };
    store(
      await aHistory({}, [
        ...costing(ids).slice(0, 4),
        ...failedAndRetried.slice(4),
        ...costing(ids).slice(2),
      ]),
    );
    expect(query("cost-by-employee")).toMatchObject([{ runs: 2, dollars: 2 }]);
  });
});
