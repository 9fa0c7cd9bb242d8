import { afterEach, expect, test } from "@jest/globals";
import { createLaneRig, type LaneCommand, type LaneRig } from "./lane-rig.ts";

let rig: LaneRig;

afterEach(() => rig.stop());

const commands = (count: number, place: Omit<LaneCommand, "minute">): LaneCommand[] =>
  Array.from({ length: count }, (_, minute) => ({ ...place, minute }));

/** Every job is answered in one comment, one at a time in its lane, and no lane has a waiting job. */
async function expectAllAnswered(count: number): Promise<void> {
  const jobs = rig.jobs.all();
  const ends = jobs.map(({ job_id, state, outcome }) => `${job_id} ${state} ${outcome}`);
  expect(ends.filter((end) => !end.endsWith("NOTIFIED answered"))).toEqual([]);
  expect(jobs).toHaveLength(count);
  expect(rig.writer.bodies().filter((body) => body.includes("All good."))).toHaveLength(count);
  expect(rig.writer.bodies()).toHaveLength(count);
  expect(rig.overlaps).toEqual([]);
  expect([...rig.lanes.lanes.values()].filter(({ waiting }) => waiting.length > 0)).toEqual([]);
  expect([...rig.workflow.executions.values()].filter(({ status }) => status !== "SUCCEEDED")).toEqual([]);
}

/** In the order in which users asked. The first command that arrives finds a free lane. */
function expectOrder(): void {
  for (const started of Map.groupBy(
    rig.started,
    ({ repo_id, pr_number }) => `${repo_id}#${pr_number}`,
  ).values()) {
    const [, ...waited] = started.map(({ minute }) => minute);
    expect(waited).toEqual(waited.toSorted((a, b) => a - b));
  }
}

/** Arrives in another order than people asked in. */
const shuffled = <Item>(items: Item[]): Item[] =>
  items
    .map((item, index) => ({ item, at: (index * 7) % items.length }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);

test("case 29: 50 commands on one pull request are answered once each, in order, without the sweeper", async () => {
  rig = createLaneRig();
  await Promise.all(shuffled(commands(50, { repo_id: 77, pr_number: 7 })).map(rig.ask));
  await rig.finish();
  await expectAllAnswered(50);
  expectOrder();
});

test("case 29: a crash at every hand-over, at each of its calls in turn, delays the next job and loses none", async () => {
  const seen: number[] = [];
  rig = createLaneRig({
    crash(n) {
      // 1 to 6: the calls of a hand-over, from its first read to the task token.
      seen.push((n % 6) + 1);
      return (n % 6) + 1;
    },
  });
  await Promise.all(shuffled(commands(50, { repo_id: 77, pr_number: 7 })).map(rig.ask));
  expect(await rig.sweepUntilDone(100)).toBeGreaterThan(20);
  await rig.finish();
  await expectAllAnswered(50);
  expectOrder();
  expect(new Set(seen).size).toBe(6);
});

test("case 29: 1,000 commands across a hundred repositories, with a crash at every third hand-over", async () => {
  rig = createLaneRig({ crash: (n) => (n % 3 === 0 ? (n % 6) + 1 : null) });
  const all = Array.from({ length: 100 }, (_, n) =>
    commands(10, { repo_id: 1_000 + n, pr_number: 7 }),
  ).flat();
  await Promise.all(shuffled(all).map(rig.ask));
  expect(await rig.sweepUntilDone(50)).toBeGreaterThan(1);
  await rig.finish();
  await expectAllAnswered(1_000);
  expectOrder();
});

test("a repository whose employees never finish does not delay nine others", async () => {
  const noisy = 1_000;
  rig = createLaneRig({ ends: ({ repo_id }) => repo_id !== noisy });
  const flood = Array.from({ length: 40 }, (_, n) =>
    commands(5, { repo_id: noisy, pr_number: n + 1 }),
  ).flat();
  const quiet = Array.from({ length: 9 }, (_, n) => commands(2, { repo_id: 2_000 + n, pr_number: 7 })).flat();
  await Promise.all([...flood, ...quiet].map(rig.ask));
  const executionOf = ({ repo_id }: { repo_id: number }) =>
    rig.jobs
      .all()
      .filter((job) => job.repo_id === repo_id)
      .map(({ job_id }) => rig.workflow.executions.get(`${job_id}-r1`)?.finished);
  await Promise.all(quiet.flatMap(executionOf));
  const jobs = rig.jobs.all();
  const answered = jobs.filter(({ state }) => state === "NOTIFIED");
  expect(answered.map(({ repo_id }) => repo_id)).not.toContain(noisy);
  expect(answered).toHaveLength(quiet.length);
});
