import { beforeEach, expect, test } from "@jest/globals";
import type { Job } from "../../../../core/jobs/job.ts";
import { newPace, roomIn, spend } from "../../../../core/pacing/pace.ts";
import { waiterOf } from "../../../../core/pacing/pace-store.ts";
import { grantAnswers } from "../../../../functions/sweep-deliveries/grant-answers.ts";
import { aJob } from "../../../fakes/records/job.ts";
import { createSweeperPorts, type SweeperPorts } from "../../../fakes/sweeper.ts";

let ports: SweeperPorts;
const installation = 5;

beforeEach(() => {
  ports = createSweeperPorts();
});

/** A job whose answer waits, with the task token `token-<id>`. */
async function waits(
  id: string,
  { writes = 1, ...change }: Partial<Job> & { writes?: number } = {},
): Promise<Job> {
  const job = ports.jobs.put(aJob({ job_id: `${id}-summary`, state: "WORKER_SUCCEEDED", ...change }));
  ports.tokens.waiting.add(`token-${id}`);
  const since = new Date(ports.clock()).toISOString();
  await ports.paces.enter(waiterOf(job), { token: `token-${id}`, writes, since });
  ports.clock.advance(1);
  return job;
}

async function use(writes: number): Promise<void> {
  const known = await ports.paces.read(installation);
  await ports.paces.replace(installation, known, spend(known, writes, ports.clock()));
}

const granted = () =>
  ports.paces.waits().flatMap(({ waiter, granted_at }) => (granted_at ? [waiter.job_id] : []));
const pending = () => ports.paces.waits().filter((wait) => wait.pending).length;
const sweep = () => grantAnswers(ports);

test("grants what the limits leave, wakes the executions and ends their waits", async () => {
  await use(74);
  for (const id of ["a", "b", "c"]) await waits(id);
  expect(await sweep()).toEqual([]);
  expect(granted()).toEqual(["a-summary", "b-summary"]);
  expect(ports.tokens.sent).toEqual(["succeed token-a", "succeed token-b"]);
  expect(pending()).toBe(1);
  expect(roomIn(await ports.paces.read(installation), ports.paceLimits, ports.clock()).minute).toBe(4);
  const fields = { installation, waiting: 3, granted: 2 };
  expect(ports.log.lines).toEqual([{ level: "info", message: "answers granted", fields }]);
});

test("later answers may not overtake those that are left, until none is left", async () => {
  await use(75);
  for (const id of ["a", "b"]) await waits(id);
  await sweep();
  const held = (await ports.paces.read(installation)).waiting_until - ports.clock();
  // Two sweeps may fail.
  expect(held).toBeGreaterThan(120_000);
  ports.clock.advance(120_000);
  await sweep();
  expect(pending()).toBe(0);
  expect((await ports.paces.read(installation)).waiting_until).toBe(0);
});

test("repositories take turns across sweeps", async () => {
  for (const id of ["a1", "a2", "a3"]) await waits(id, { repo_id: 1 });
  for (const id of ["b1", "b2"]) await waits(id, { repo_id: 2 });
  await use(75);
  const order: string[] = [];
  for (let n = 0; n < 5; n += 1) {
    await sweep();
    order.push(...ports.tokens.sent.splice(0));
    ports.clock.advance(120_000);
    await use(75);
  }
  expect(order.map((sent) => sent.slice(-2))).toEqual(["a1", "b1", "a2", "b2", "a3"]);
});

test("installations do not share their limits", async () => {
  await use(80);
  await waits("a");
  await waits("b", { installation_id: 6 });
  await sweep();
  expect(granted()).toEqual(["b-summary"]);
});

test("wakes a job that has ended, without tokens", async () => {
  await use(80);
  await waits("a", { state: "CANCELLED" });
  await sweep();
  expect(ports.tokens.sent).toEqual(["succeed token-a"]);
  expect([granted(), pending()]).toEqual([[], 0]);
});

test("repairs a grant whose signal was lost, without further tokens", async () => {
  const job = await waits("a");
  const wait = await ports.paces.wait(waiterOf(job));
  if (wait) await ports.paces.grant(waiterOf(job), wait, ports.clock());
  await use(80);
  await sweep();
  expect(ports.tokens.sent).toEqual(["succeed token-a"]);
  expect(pending()).toBe(0);
});

test("does not end a wait that has started again meanwhile", async () => {
  const job = await waits("a");
  const { succeed } = ports.tokens;
  ports.tokens.succeed = async (token) => {
    await ports.paces.enter(waiterOf(job), {
      token: "token-2",
      writes: 1,
      since: "2026-11-23T09:00:00.000Z",
    });
    return succeed(token);
  };
  await sweep();
  expect(pending()).toBe(1);
});

test("a failed read leaves everything to the next sweep", async () => {
  await waits("a");
  ports.jobs.read = () => Promise.reject(new Error("down"));
  expect(await sweep()).toHaveLength(1);
  expect([granted(), pending()]).toEqual([[], 1]);
  expect(await ports.paces.read(installation)).toEqual(newPace);
});
