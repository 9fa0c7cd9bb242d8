import { beforeEach, expect, test } from "@jest/globals";
import type { Job } from "../../../../core/jobs/job.ts";
import { settleBudgets } from "../../../../functions/sweep-deliveries/settle-budgets.ts";
import { aJob } from "../../../fakes/records/job.ts";
import { createSweeperPorts, type SweeperPorts } from "../../../fakes/sweeper.ts";

const minute = 60_000;
const day = "2026-11-23";
const key = "person#11";
let ports: SweeperPorts;

beforeEach(() => {
  ports = createSweeperPorts();
});

/** A job that has ended and whose run still holds 900. */
async function ended(
  state: Job["state"],
  charge: number,
  settled = false,
  agoMs = 3 * minute,
): Promise<void> {
  const amount = { run: "a-summary-r1", micros: 900 };
  await ports.budgets.reserve({ key, scope: "person", name: "octavia", limit: 5_000 }, day, amount);
  const reservation = { ...amount, day, budgets: [key], charge, ...(settled && { settled: true as const }) };
  const updated_at = new Date(ports.clock() - agoMs).toISOString();
  ports.jobs.put(aJob({ job_id: "a-summary", state, reservation, updated_at }));
}

test.each([
  ["CANCELLED", 0, 0],
  ["CANCELLED", 900, 900],
  ["REFUSED", 400, 400],
  ["SUPERSEDED", 0, 0],
  ["NOTIFIED", 300, 300],
  ["IGNORED", 900, 900],
] as const)("a job that ended as %s and is charged %d frees the rest", async (state, charge, used) => {
  await ended(state, charge);
  expect(await settleBudgets(ports)).toEqual([]);
  expect(await ports.budgets.read(key, day)).toMatchObject({ used, held: 0 });
});

test("a reservation that landed after its job was settled is freed, and not charged again", async () => {
  await ended("NOTIFIED", 300, true);
  await settleBudgets(ports);
  expect(await ports.budgets.read(key, day)).toMatchObject({ used: 0, held: 0 });
});

test("a job that has just ended is left to its last step, and settled by a later sweep", async () => {
  await ended("CANCELLED", 0, false, 0);
  await settleBudgets(ports);
  expect(await ports.budgets.read(key, day)).toMatchObject({ held: 900 });
  for (let run = 0; run < 3; run += 1) {
    ports.clock.advance(minute);
    await settleBudgets(ports);
  }
  expect(await ports.budgets.read(key, day)).toMatchObject({ held: 0 });
});

test("a job that has not ended, or holds nothing, is left alone", async () => {
  await ended("WORKER_RUNNING", 900);
  ports.jobs.put(aJob({ job_id: "another", state: "CANCELLED" }));
  expect(await settleBudgets(ports)).toEqual([]);
  expect(await ports.budgets.read(key, day)).toMatchObject({ used: 900, held: 900 });
});

test("a job that was retried meanwhile keeps what its next run holds", async () => {
  await ended("REFUSED", 0);
  const { index } = ports;
  const listed = await index.inState("REFUSED", { before: "9999" }, 10);
  ports.index = { ...index, inState: async (state) => (state === "REFUSED" ? listed : []) };
  const job = await ports.jobs.read("a-summary");
  if (job) ports.jobs.put({ ...job, state: "DISPATCHED" });
  await settleBudgets(ports);
  expect(await ports.budgets.read(key, day)).toMatchObject({ used: 900, held: 900 });
});

test("an unavailable table is reported, and the next sweep tries again", async () => {
  await ended("CANCELLED", 0);
  const settle = ports.budgets.settle;
  ports.budgets.settle = () => Promise.reject(new Error("The table is down"));
  expect(await settleBudgets(ports)).toHaveLength(1);
  ports.budgets.settle = settle;
  ports.clock.advance(minute);
  await settleBudgets(ports);
  expect(await ports.budgets.read(key, day)).toMatchObject({ used: 0, held: 0 });
});
