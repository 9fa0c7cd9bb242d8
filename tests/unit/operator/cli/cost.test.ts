import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createBudgetTable } from "../../../../adapters/dynamodb/budget-table.ts";
import { dayOf } from "../../../../core/budgets/budget-day.ts";
import type { JobCost } from "../../../../core/jobs/job-cost.ts";
import type { NewJob } from "../../../../core/jobs/job-store.ts";
import { type OperatorStack, startOperatorStack } from "../../../fakes/operator-stack.ts";
import { aNewJob, aNote } from "../../../fakes/records/job.ts";

let stack: OperatorStack;
const today = dayOf(Date.now());
const tokens = { input_tokens: 1_200, output_tokens: 34 };
const priced: JobCost = { micros: 1_250_000, ...tokens, model: "anthropic/claude" };
const security = `${"a".repeat(26)}-security`;
const failed = `${"d".repeat(26)}-security`;

async function create(change: Partial<NewJob> & { job_id: string }): Promise<void> {
  const job = await stack.jobs.create(aNewJob(change), aNote);
  await stack.jobs.transition(job, "DISPATCHED", aNote);
}

beforeAll(async () => {
  stack = await startOperatorStack({});
  const budgets = createBudgetTable(stack.ref("IdempotencyTable"));
  const person = { key: "person#11", scope: "person" as const, name: "mal\u202elory", limit: 5_000_000 };
  const employee = {
    key: "employee#security",
    scope: "employee" as const,
    name: "Security",
    limit: 9_000_000,
  };
  const held = { run: `${failed}-r1`, micros: 800_000 };
  await budgets.reserve(person, today, { run: `${security}-r1`, micros: 2_000_000 });
  await budgets.settle(person.key, today, { run: `${security}-r1`, micros: 2_000_000 }, 1_250_000);
  for (const budget of [person, employee]) await budgets.reserve(budget, today, held);

  await create({ job_id: security, employee: "security", cost: priced });
  const mona = { login: "mona", id: 12, type: "User" };
  await create({
    job_id: `${"b".repeat(26)}-docs`,
    employee: "docs",
    sender: mona,
    cost: { ...priced, micros: null },
  });
  await create({ job_id: `${"c".repeat(26)}-summary` });
  const reservation = { ...held, day: today, budgets: ["person#11", "employee#security"], charge: 800_000 };
  await create({ job_id: failed, employee: "security", reservation });
});

afterAll(() => stack.stop());

const columnsOf = (line = "") => line.trimEnd().split(/ {2,}/);

describe("cost", () => {
  test("sums the cost by employee, with the total last", async () => {
    const { code, stdout, stderr } = await stack.run(["cost"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.trimEnd().split("\n").map(columnsOf)).toEqual([
      ["EMPLOYEE", "COST", "JOBS", "WITHOUT PRICE", "INPUT TOKENS", "OUTPUT TOKENS"],
      ["security", "$2.05", "2", "0", "1200", "34"],
      ["docs", "$0.00", "1", "1", "1200", "34"],
      ["total", "$2.05", "3", "1", "2400", "68"],
    ]);
  });

  test("sums it by person, in JSON", async () => {
    const { stdout } = await stack.run(["cost", "--by", "person", "--since", "1h", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ stack: "pr-comment-automation-test", by: "person", until: null, cut: false },
      rows: [
        { key: "11", name: "octavia", micros: 2_050_000, jobs: 2 },
        { key: "12", name: "mona", micros: 0, unpriced_jobs: 1 },
      ],
    });
  });

  test("says that a limit leaves jobs out, and that a period has none", async () => {
    const cut = await stack.run(["cost", "--limit", "2"]);
    expect(cut.stderr).toMatch(/^Only the newest 2 jobs are counted; use --limit for more/);
    const none = await stack.run(["cost", "--until", "2026-01-01", "--since", "2025-01-01"]);
    expect(none).toMatchObject({ code: 0, stdout: "", stderr: expect.stringMatching(/^No job in this/) });
  });

  test("refuses an unknown group", async () => {
    const { code, stderr } = await stack.run(["cost", "--by", "team"]);
    expect(code).toBe(2);
    expect(stderr).toContain("employee, repository, person, day, model");
  });
});

describe("budgets", () => {
  test("shows what is left of today's budgets, the fullest first", async () => {
    const { code, stdout, stderr } = await stack.run(["budgets"]);
    expect(code).toBe(0);
    expect(stdout.trimEnd().split("\n").map(columnsOf)).toEqual([
      ["BUDGET", "OF", "LIMIT", "SPENT", "HELD", "LEFT"],
      ["person", "mal[U+202E]lory", "$5.00", "$1.25", "$0.80", "$2.95"],
      ["employee", "Security", "$9.00", "$0.00", "$0.80", "$8.20"],
    ]);
    expect(stderr).toMatch(
      /^All budgets reset at 00:00 UTC, in \d+ (h|min)\. Limits: workflows\/budgets\.yml\.$/m,
    );
  });

  test("prints JSON with amounts in millionths of a dollar", async () => {
    const { stdout } = await stack.run(["budgets", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ stack: "pr-comment-automation-test", day: today, cut: false },
      budgets: [{ key: "person#11", limit: 5_000_000, used: 2_050_000, held: 800_000, left: 2_950_000 }, {}],
    });
  });
});

describe("the cost of jobs", () => {
  test("jobs --cost shows each and the sum", async () => {
    const { stdout, stderr } = await stack.run(["jobs", "--cost"]);
    const [head, ...lines] = stdout.trimEnd().split("\n").map(columnsOf);
    const [cost = 0, model = 0] = [head?.indexOf("COST"), head?.indexOf("MODEL")];
    expect(lines.map((line) => [line[cost], line[model]])).toEqual(
      expect.arrayContaining([
        ["$1.25", "anthropic/claude"],
        ["1,234 tokens", "anthropic/claude"],
      ]),
    );
    expect(stdout).toContain("up to $0.80");
    expect(stderr).toBe("These jobs cost $2.05; 1 more used models without a price.\n");
  });

  test("job shows its cost, its model and its tokens", async () => {
    const { stdout } = await stack.run(["job", security]);
    expect(stdout).toMatch(/^cost +\$1\.25 \(1,200 input and 34 output tokens\)$/m);
    expect(stdout).toMatch(/^model +anthropic\/claude$/m);
  });

  test("job shows what a run without a result may have cost", async () => {
    const { stdout } = await stack.run(["job", failed]);
    expect(stdout).toMatch(/^cost +up to \$0\.80$/m);
  });

  test("job shows none for a built-in employee", async () => {
    const { stdout } = await stack.run(["job", `${"c".repeat(26)}-summary`]);
    expect(stdout).not.toMatch(/^cost/m);
  });
});
