import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createBudgetTable } from "../../../../../adapters/dynamodb/budget-table.ts";
import { createLaneTable } from "../../../../../adapters/dynamodb/lane-table.ts";
import { dayOf } from "../../../../../core/budgets/budget-day.ts";
import { emptyLane, laneKey } from "../../../../../core/lanes/lane.ts";
import { anEntry } from "../../../../fakes/records/lane.ts";
import { type ConsoleOnStack, startConsoleOnStack } from "../console-on-stack.ts";

let on: ConsoleOnStack;
const [first, second] = [`${"a".repeat(26)}-security`, `${"b".repeat(26)}-security`];
const cost = { micros: 1_250_000, input_tokens: 9_000, output_tokens: 800, model: "anthropic/one" };
const today = dayOf(Date.now());

beforeAll(async () => {
  on = await startConsoleOnStack();
  const reservation = { run: `${first}-r1`, day: today, micros: 40, budgets: ["person#11"], charge: 0 };
  await on.jobIn(first, ["DISPATCHED"], 0, { employee: "security", cost, reservation });
  await on.jobIn(second, ["DISPATCHED"], 0, { employee: "security" });
});

afterAll(() => on.stop());

test("jobs are counted over time", async () => {
  const { status, body } = await on.get("activity?days=1");
  expect([status, body.parts.length]).toEqual([200, 24]);
  expect(body.parts.at(-1)).toMatchObject({ created: 2, answered: 0 });
});

test("cost is summed by group and by day, and is in a job's details", async () => {
  const { body } = await on.get("costs?by=employee&days=7");
  expect(body).toMatchObject({
    total: { jobs: 1, micros: 1_250_000 },
    rows: [{ name: "security" }],
    cut: false,
  });
  expect(body.days).toHaveLength(7);
  expect(body.days.at(-1)).toEqual({ day: today, micros: 1_250_000, jobs: 1 });
  expect((await on.get("costs?by=person&days=30")).body.rows).toMatchObject([{ name: "octavia" }]);
  expect((await on.get(`jobs/${first}`)).body.job.cost).toMatchObject({
    micros: 1_250_000,
    estimated: false,
  });
});

test("today's budgets are listed", async () => {
  const budgets = createBudgetTable(on.stack.ref("IdempotencyTable"));
  const budget = { key: "person#11", scope: "person", name: "octavia", limit: 100 } as const;
  await budgets.reserve(budget, today, { run: `${first}-r1`, micros: 40 });
  expect((await on.get("budgets")).body).toMatchObject({
    ...{ day: today, budgets: [{ name: "octavia", used: 40, held: 40, left: 60 }] },
  });
});

test("lanes show who has them and who waits", async () => {
  const lanes = createLaneTable(on.stack.ref("IdempotencyTable"));
  const key = laneKey({ repo_id: 77, pr_number: 7, employee: "security" });
  const [holder, waiting] = [anEntry(1, { job_id: first }), anEntry(2, { job_id: second })];
  await lanes.replace(key, emptyLane, { ...emptyLane, holder, waiting: [waiting], version: 1 });
  expect((await on.get("lanes")).body).toMatchObject({
    cut: false,
    lanes: [
      {
        ...{ repo: "octo-demo/payments", pr_number: 7, employee: "security", state: "held" },
        holder: { job_id: first, sender: "octavia", since: holder.since },
        waiting: [{ job_id: second }],
      },
    ],
  });
});

test.each([
  "activity",
  "activity?days=2",
  "costs?by=employee",
  "costs?by=colour&days=7",
  "costs?by=day&days=0",
])("%s is refused", async (path) => {
  expect((await on.get(path)).status).toBe(400);
});
