import { beforeEach, expect, test } from "@jest/globals";
import { marker } from "../../../../core/answering/marker.ts";
import type { Outage } from "../../../../core/circuit/outage.ts";
import { PermanentError, RetryableError } from "../../../../core/errors.ts";
import type { Job } from "../../../../core/jobs/job.ts";
import { reportWaits } from "../../../../functions/sweep-deliveries/report-waits.ts";
import { anEmployee } from "../../../fakes/records/employee.ts";
import { aJob } from "../../../fakes/records/job.ts";
import { createSweeperPorts, type SweeperPorts } from "../../../fakes/sweeper.ts";

const minute = 60_000;
let ports: SweeperPorts;
let down: Outage | null;
let asked: number;

beforeEach(() => {
  ports = createSweeperPorts();
  [down, asked] = [{ provider: "anthropic", since: ports.clock() - 10 * minute }, 0];
  const model = "anthropic/any";
  ports.roster = [
    anEmployee(),
    anEmployee({ name: "security", title: "Security", runner: "model", model }),
    anEmployee({ name: "docs", title: "Docs", runner: "model", model }),
  ];
  ports.outage = async ({ runner }) => {
    asked += 1;
    return runner === "model" ? down : null;
  };
});

/** Creates a job whose comment shows that it is in progress. */
function workedOn(job_id: string, ageMs: number, change: Partial<Job> = {}) {
  const { id } = ports.writer.earlier(`${marker(job_id, 1)}\nis working on it`);
  const comment = { phase: "POSTED" as const, id, continuation_ids: [], provisional: true };
  const created_at = new Date(ports.clock() - ageMs).toISOString();
  const times = { created_at, updated_at: created_at };
  ports.jobs.put(aJob({ job_id, employee: "security", state: "DISPATCHED", comment, ...times, ...change }));
}

const told = () => ports.writer.bodies().filter((body) => body.includes("is waiting to work on")).length;

test.each(["DISPATCHED", "WORKER_RUNNING"] as const)("a job in %s shows what it waits for", async (state) => {
  workedOn("a-security", 5 * minute, { state });
  expect(await reportWaits(ports)).toEqual([]);
  expect(told()).toBe(1);
  expect(ports.repairs).toEqual(["waiting_told"]);
});

test("a job that a step has just written shows its wait in a later sweep", async () => {
  workedOn("a-security", 5 * minute, { updated_at: new Date(ports.clock() - 9_000).toISOString() });
  await reportWaits(ports);
  expect(told()).toBe(0);
  ports.clock.advance(1_000);
  await reportWaits(ports);
  expect(told()).toBe(1);
});

test("a job of an employee outside says that the employee is down", async () => {
  const webhook = { url: "https://bot.example.com/" };
  ports.roster = [
    anEmployee({ name: "lint", title: "Lint", runner: "webhook", webhook }),
    anEmployee({ name: "legacy", title: "Legacy", runner: "webhook", webhook }),
  ];
  const since = ports.clock() - 10 * minute;
  ports.outage = async ({ name }) => (name === "legacy" ? { provider: "employee", since } : null);
  workedOn("a-legacy", 5 * minute, { employee: "legacy", state: "WORKER_RUNNING" });
  workedOn("b-lint", 5 * minute, { employee: "lint", state: "WORKER_RUNNING" });
  expect(await reportWaits(ports)).toEqual([]);
  expect(ports.writer.bodies().filter((body) => body.includes(": it accepts no tasks."))).toHaveLength(1);
});

test("the index is not read while all providers work, and each model's circuit is read once", async () => {
  workedOn("a-security", 5 * minute);
  down = null;
  const index = { inState: () => Promise.reject(new Error("It is asked")) };
  expect(await reportWaits({ ...ports, index })).toEqual([]);
  expect(asked).toBe(2);
});

test.each<[string, () => void]>([
  ["that has not waited for two minutes", () => workedOn("a-security", minute)],
  ["whose employee needs no model", () => workedOn("a-summary", 5 * minute, { employee: "summary" })],
  ["that has its result", () => workedOn("a-security", 5 * minute, { state: "WORKER_SUCCEEDED" })],
  ["in shadow mode", () => workedOn("a-security", 5 * minute, { mode: "shadow" })],
])("a job %s shows nothing", async (_which, put) => {
  put();
  await reportWaits(ports);
  expect(told()).toBe(0);
});

test("a wait starts with the outage or the job, whichever is later", async () => {
  workedOn("a-security", 60 * minute);
  if (down) down.since = ports.clock() - minute;
  await reportWaits(ports);
  expect(told()).toBe(0);
  ports.clock.advance(minute);
  await reportWaits(ports);
  expect(told()).toBe(1);
});

test("a sweep changes twenty comments, the next ones the others, each once", async () => {
  for (let n = 0; n < 50; n += 1) workedOn(`j${n}-security`, 5 * minute + n);
  const counts: number[] = [];
  for (let run = 0; run < 4; run += 1) {
    await reportWaits(ports);
    counts.push(told());
    ports.clock.advance(minute);
  }
  expect(counts[0]).toBeGreaterThanOrEqual(20);
  expect(counts[0]).toBeLessThan(24);
  expect(counts.at(-1)).toBe(50);
  expect(ports.writer.calls.filter((call) => call === "updateComment")).toHaveLength(50);
});

test("a permanent refusal is not a failure of the part, a temporary one is", async () => {
  workedOn("a-security", 5 * minute);
  ports.writer.updateComment = () => Promise.reject(new PermanentError("github_forbidden", "locked"));
  expect(await reportWaits(ports)).toEqual([]);
  ports.writer.updateComment = () => Promise.reject(new RetryableError("github_failed", "502"));
  workedOn("b-security", 5 * minute);
  expect(await reportWaits(ports)).toHaveLength(1);
});

test("a noisy repository does not delay the notices of nine quiet ones", async () => {
  for (let n = 0; n < 100; n += 1) workedOn(`n${n}-security`, 60 * minute, { repo_id: 1_000 });
  for (let n = 0; n < 9; n += 1) workedOn(`q${n}-security`, 5 * minute, { repo_id: 2_000 + n });
  await reportWaits(ports);
  for (let n = 0; n < 9; n += 1)
    expect((await ports.jobs.read(`q${n}-security`))?.comment).toHaveProperty("waiting");
});
