import { afterEach, expect, test } from "@jest/globals";
import { gitHubLimits } from "../fakes/pacing-ports.ts";
import { createLaneRig, type LaneRig, type RigWrite } from "./lane-rig.ts";

let rig: LaneRig;

afterEach(() => rig.stop());

const minute = 60_000;

/** The most writes in any window of that length; the writes are in order. */
function mostIn(writes: RigWrite[], lengthMs: number): number {
  let first = 0;
  return writes.reduce((most, { at }, last) => {
    while ((writes[first]?.at ?? at) <= at - lengthMs) first += 1;
    return Math.max(most, last - first + 1);
  }, 0);
}

const isAnswer = ({ what, body }: RigWrite) => what.endsWith("Comment") && body.includes("All good.");

/** The number of answers of each repository. */
function countByRepo(writes: RigWrite[], repos: number[]): number[] {
  return repos.map((repo) => writes.filter((write) => isAnswer(write) && write.repo_id === repo).length);
}

test("case 31: 1,000 commands in a burst are answered once each within GitHub's limits, repositories in turn", async () => {
  rig = createLaneRig({ paceLimits: gitHubLimits });
  const repos = Array.from({ length: 20 }, (_, n) => 1_001 + n);
  // One repository after the other, so that the first one could keep all others waiting.
  for (const repo_id of repos) {
    for (let pr_number = 1; pr_number <= 50; pr_number += 10) {
      const some = Array.from({ length: 10 }, (_, n) =>
        rig.ask({ repo_id, pr_number: pr_number + n, minute: 0 }),
      );
      await Promise.all(some);
      await rig.settle();
    }
  }
  const inBurst = rig.writes.length;
  const early = countByRepo(rig.writes, repos);
  let sweeps = 0;
  for (; rig.jobs.all().some(({ state }) => state !== "NOTIFIED") && sweeps < 300; sweeps += 1) {
    await rig.sweepOnce();
    const later = countByRepo(rig.writes, repos).map((count, index) => count - (early[index] ?? 0));
    const unfinished = later.filter((count, index) => count + (early[index] ?? 0) < 50);
    expect(Math.max(...unfinished, 0) - Math.min(...unfinished, 50)).toBeLessThanOrEqual(1);
  }
  await rig.finish();

  expect(
    rig.jobs.all().filter(({ state, outcome }) => state === "NOTIFIED" && outcome === "answered"),
  ).toHaveLength(1_000);
  expect(rig.writer.bodies()).toHaveLength(1_000);
  expect(rig.writes.filter(isAnswer)).toHaveLength(1_000);
  expect(mostIn(rig.writes, minute)).toBeLessThanOrEqual(80);
  expect(mostIn(rig.writes, 60 * minute)).toBeLessThanOrEqual(500);
  // The limits are used: 1,000 answers need little more than two hours.
  expect(sweeps).toBeLessThan(150);
  // Answers come first: after the burst nothing else is written before all of them are.
  expect(rig.writes.slice(inBurst).filter((write) => !isAnswer(write))).toEqual([]);
});
