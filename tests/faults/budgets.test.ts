import { afterEach, expect, test } from "@jest/globals";
import type { Runner } from "../../core/employees/runner.ts";
import { createTestClock } from "../fakes/clock.ts";
import { daily, someLimits } from "../fakes/records/budget.ts";
import { anEmployee, aRoster } from "../fakes/records/employee.ts";
import { startTestService, type TestService } from "../fakes/test-service.ts";

let service: TestService;
/** A run may cost $0.024, and costs $0.006. */
const usage = { input_tokens: 1_000, output_tokens: 100, model: "anthropic/claude" };
const coverage = { files_reviewed: 12, files_total: 14 };
const model: Runner = async () => ({ outcome: "answered", markdown: "Nothing found.", coverage, usage });

afterEach(() => service?.stop());

const refused = (body: string) => body.includes("The budget of octavia for today ($0.03)");

test("an answer shows its model, its cost and what was reviewed", async () => {
  service = await startTestService({ model, budgetLimits: someLimits({ person: daily(1) }) });
  await service.pull(7).comment("octavia", "/security");
  await service.settle();
  expect(service.pull(7).answers()).toEqual([
    expect.objectContaining({
      body: expect.stringContaining("· `anthropic/claude` · $0.0060 · reviewed 12 of 14 files</sub>"),
    }),
  ]);
});

test("twelve commands at the same time spend no more than the budget; the others are refused", async () => {
  let running = 0;
  let most = 0;
  let spent = 0;
  const counted: Runner = async (...task) => {
    running += 1;
    most = Math.max(most, running);
    spent += 6_000;
    const result = await model(...task);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    return result;
  };
  service = await startTestService({
    model: counted,
    roster: aRoster().map((employee) => ({ ...employee, concurrency: "parallel" })),
    budgetLimits: someLimits({ person: daily(0.03) }),
  });
  for (let n = 0; n < 12; n += 1) await service.pull(7).comment("octavia", "/security");
  await service.settle();

  const bodies = service
    .pull(7)
    .answers()
    .map(({ body }) => body);
  const answered = bodies.filter((body) => body.includes("Nothing found."));
  expect(bodies.filter(refused)).toHaveLength(12 - answered.length);
  expect(answered.length).toBeGreaterThan(0);
  expect(most).toBe(1);
  expect(spent).toBeLessThanOrEqual(30_000);
});

test("a command that was refused for its budget runs on the next day with /retry", async () => {
  const clock = createTestClock(Date.parse("2026-11-28T23:30:00Z"));
  const retry = anEmployee({ name: "retry", title: "Retry", commands: ["retry"], context: [] });
  const roster = [...aRoster(), { ...retry, concurrency: "parallel" as const }];
  service = await startTestService({
    ...{ model, clock, roster },
    budgetLimits: someLimits({ person: daily(0.03) }),
  });
  const pull = service.pull(7);
  for (let n = 0; n < 3; n += 1) {
    await pull.comment("octavia", "/security");
    await service.settle();
  }
  const [, , third] = pull.answers().map(({ body }) => body);
  expect(third).toContain("It resets at 00:00 UTC, in 30 min.");

  clock.advance(31 * 60_000);
  await pull.comment("octavia", "/retry");
  await service.settle();
  expect(pull.answers().filter(({ body }) => refused(body))).toEqual([]);
});
