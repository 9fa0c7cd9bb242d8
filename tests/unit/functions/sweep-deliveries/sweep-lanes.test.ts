import { beforeEach, describe, expect, test } from "@jest/globals";
import { marker } from "../../../../core/answering/marker.ts";
import type { Job } from "../../../../core/jobs/job.ts";
import { type Lane, type LaneEntry, laneKey } from "../../../../core/lanes/lane.ts";
import { sweepLanes } from "../../../../functions/sweep-deliveries/sweep-lanes.ts";
import { aCheckContent } from "../../../fakes/records/check-content.ts";
import { aJob } from "../../../fakes/records/job.ts";
import { aLane, anEntry } from "../../../fakes/records/lane.ts";
import { createSweeperPorts, type SweeperPorts } from "../../../fakes/sweeper.ts";

const minute = 60_000;
let ports: SweeperPorts;

beforeEach(() => {
  ports = createSweeperPorts();
});

/** The job that asked in that minute, with a running execution. */
async function job(n: number, change: Partial<Job> = {}): Promise<Job> {
  const job_id = change.job_id ?? `job-${n}`;
  await ports.workflow.start(`${job_id}-r1`, { job_id, attempt: 1 });
  const updated_at = new Date(ports.clock() - minute).toISOString();
  return ports.jobs.put(aJob({ job_id, employee: "security", updated_at, ...change }));
}

/** A job whose comment shows that place. */
async function queuedJob(n: number, place: number, of: number, change: Partial<Job> = {}): Promise<Job> {
  const { job_id } = aJob({ job_id: `job-${n}`, ...change });
  const { id } = ports.writer.earlier(`${marker(job_id, 1)}\nplace ${place} of ${of}`);
  const queued = { place, of, since: anEntry(n).asked_at };
  const comment = { phase: "POSTED", id, continuation_ids: [], provisional: true, queued } as const;
  return job(n, { ...change, job_id, comment: { ...comment, continuation_ids: [] } });
}

const keyOf = (change: Partial<Job> = {}) => laneKey(aJob({ employee: "security", ...change }));

async function lane(next: Partial<Lane>, key = keyOf()): Promise<void> {
  await ports.lanes.replace(key, await ports.lanes.read(key), aLane(next));
}

async function waits(entry: LaneEntry): Promise<void> {
  await ports.lanes.saveTurn(entry, `token-${entry.job_id}`);
  ports.tokens.waiting.add(`token-${entry.job_id}`);
}

const late = (n: number) => anEntry(n, { since: new Date(ports.clock() - minute).toISOString() });
const bodies = () => ports.writer.bodies().map((body) => /place \d+ of \d+/.exec(body)?.[0]);

describe("a lane in which jobs wait", () => {
  test("hands over if its holder has finished, or has no record any more", async () => {
    await job(1, { state: "NOTIFIED" });
    await job(3);
    await waits(anEntry(3));
    await lane({ holder: anEntry(1), waiting: [anEntry(2), anEntry(3)] });
    expect(await sweepLanes(ports)).toEqual([]);
    expect(ports.tokens.sent).toEqual(["succeed token-job-3"]);
    expect((await ports.lanes.read(keyOf())).holder?.job_id).toBe("job-3");
    expect(ports.repairs).toEqual(["lane_handed_over"]);
  });

  test("wakes a holder whose wake-up was lost", async () => {
    await job(2);
    await waits(anEntry(2));
    await lane({ holder: late(2), handed_over: true });
    await sweepLanes(ports);
    expect(ports.tokens.sent).toEqual(["succeed token-job-2"]);
    expect(ports.repairs).toEqual(["lane_handed_over"]);
  });

  test("is left alone while its hand-over may be in progress", async () => {
    await job(2);
    await waits(anEntry(2));
    await lane({
      holder: anEntry(2, { since: new Date(ports.clock() - 1_000).toISOString() }),
      handed_over: true,
    });
    await sweepLanes(ports);
    expect(ports.tokens.sent).toEqual([]);
    expect(ports.repairs).toEqual([]);
  });

  test.each([
    ["the holder that was handed it", { holder: anEntry(1), handed_over: true }],
    ["the first waiting job", { holder: anEntry(9), waiting: [anEntry(1)] }],
  ])("restarts %s if its execution has ended", async (_what, given) => {
    await job(9, { state: "WORKER_RUNNING" });
    await job(1, { updated_at: new Date(ports.clock() - 6 * minute).toISOString() });
    ports.workflow.end("job-1-r1", "failed");
    await lane(given);
    await sweepLanes(ports);
    expect(await ports.jobs.read("job-1")).toMatchObject({ state: "DISPATCHED", attempt: 2 });
    expect(ports.repairs).toContain("job_restarted");
  });

  test("loses a waiting job that has finished, whose execution goes on to its end", async () => {
    await job(1, { state: "WORKER_RUNNING" });
    await job(2, { state: "CANCELLED" });
    await waits(anEntry(2));
    await lane({ holder: anEntry(1), waiting: [anEntry(2)] });
    await sweepLanes(ports);
    expect((await ports.lanes.read(keyOf())).waiting).toEqual([]);
    expect(ports.tokens.sent).toEqual(["succeed token-job-2"]);
  });
});

describe("the places on the pull request", () => {
  test("are updated where they differ, once", async () => {
    await job(1, { state: "WORKER_RUNNING" });
    const second = await queuedJob(2, 2, 2);
    const sha = second.head_sha ?? "";
    const id = await ports.checks.create(second, sha, aCheckContent({ external_id: second.job_id }));
    ports.jobs.put({ ...second, check: { sha, id, status: "queued", attempt: 1 } });
    await queuedJob(3, 2, 2);
    await lane({ holder: anEntry(1), waiting: [anEntry(2), anEntry(3)] });
    await sweepLanes(ports);
    await sweepLanes(ports);
    expect(bodies()).toEqual(["place 1 of 2", "place 2 of 2"]);
    expect(ports.writer.calls.filter((call) => call === "updateComment")).toHaveLength(1);
    expect(ports.repairs).toEqual(["place_told"]);
    // The check run says the same.
    expect(
      ports.checks.runs.map(({ status, summary }) => [status, /place \d of \d/.exec(summary)?.[0]]),
    ).toEqual([["queued", "place 1 of 2"]]);
    expect((await ports.jobs.read("job-2"))?.comment).toMatchObject({ queued: { place: 1, of: 2 } });
  });

  test("of a job that a step has just written are left to a later sweep, which shows the newest one", async () => {
    await job(1, { state: "WORKER_RUNNING" });
    await queuedJob(2, 3, 3, { updated_at: new Date(ports.clock()).toISOString() });
    await lane({ holder: anEntry(1), waiting: [anEntry(3), anEntry(2)] });
    await sweepLanes(ports);
    expect(bodies()).toEqual(["place 3 of 3"]);
    ports.clock.advance(10_000);
    await lane({ holder: anEntry(1), waiting: [anEntry(2)] });
    await sweepLanes(ports);
    expect(bodies()).toEqual(["place 1 of 1"]);
    expect(ports.writer.calls.filter((call) => call === "updateComment")).toHaveLength(1);
  });

  test("show no first check run, which the job's own step creates", async () => {
    await job(1, { state: "WORKER_RUNNING" });
    await queuedJob(2, 2, 2);
    await lane({ holder: anEntry(1), waiting: [anEntry(2)] });
    await sweepLanes(ports);
    expect(bodies()).toEqual(["place 1 of 1"]);
    expect(ports.checks.calls).toEqual([]);
  });

  test("are not written while a step writes, or for a comment that shows another text", async () => {
    await job(1, { state: "WORKER_RUNNING" });
    const { comment } = await queuedJob(2, 2, 2);
    if (comment) ports.jobs.put({ ...(await queuedJob(3, 3, 3)), comment: { ...comment, writing: true } });
    if (comment) {
      const { queued: _queued, ...working } = comment;
      ports.jobs.put({ ...(await queuedJob(2, 2, 2)), comment: working });
    }
    await lane({ holder: anEntry(1), waiting: [anEntry(2), anEntry(3)] });
    await sweepLanes(ports);
    expect(ports.writer.calls).not.toContain("updateComment");
  });

  test("a job that moved up comes before one behind which others have queued", async () => {
    await job(1, { state: "WORKER_RUNNING" });
    const moved = 30;
    for (let n = 2; n < moved; n += 1) await queuedJob(n, n - 1, 1);
    await queuedJob(moved, 9, 9, { pr_number: 8 });
    await lane({ holder: anEntry(1), waiting: Array.from({ length: 28 }, (_, n) => anEntry(n + 2)) });
    await lane({ holder: anEntry(1), waiting: [anEntry(moved)] }, keyOf({ pr_number: 8 }));
    await sweepLanes(ports);
    expect(ports.writer.calls.filter((call) => call === "updateComment")).toHaveLength(20);
    expect((await ports.jobs.read(`job-${moved}`))?.comment).toMatchObject({ queued: { place: 1 } });
  });
});

describe("one noisy repository and nine quiet ones", () => {
  const quiet = Array.from({ length: 9 }, (_, n) => 2_000 + n);

  /** 200 lanes of one repository that changed longest ago, then one of each other. */
  async function manyLanes(
    prepare: (place: { repo_id: number; pr_number: number }, n: number) => Promise<void>,
  ) {
    for (let n = 1; n <= 200; n += 1) await prepare({ repo_id: 1_000, pr_number: n }, n);
    for (const repo_id of quiet) await prepare({ repo_id, pr_number: 1 }, repo_id);
  }

  test("the quiet ones are repaired although there is time for twenty lanes only", async () => {
    await manyLanes(async (place, n) => {
      await job(n, place);
      await waits(anEntry(n));
      await lane({ holder: late(n), handed_over: true }, keyOf(place));
    });
    const { read } = ports.lanes;
    let reads = 0;
    ports.lanes.read = (key) => {
      reads += 1;
      return read(key);
    };
    await sweepLanes({ ...ports, timeLeft: () => 20 - reads });
    for (const n of quiet) expect(ports.tokens.sent).toContain(`succeed token-job-${n}`);
  });

  test("the quiet ones show their places although there are twenty edits only", async () => {
    await job(1, { state: "WORKER_RUNNING" });
    const crowd = Array.from({ length: 20 }, (_, n) => anEntry(10 + n));
    for (const { source_id } of crowd) await queuedJob(source_id, 99, 99, { repo_id: 1_000, pr_number: 1 });
    await lane({ holder: anEntry(1), waiting: crowd }, keyOf({ repo_id: 1_000, pr_number: 1 }));
    for (const n of quiet) {
      await queuedJob(n, 2, 2, { repo_id: n, pr_number: 1 });
      await lane({ holder: anEntry(1), waiting: [anEntry(n)] }, keyOf({ repo_id: n, pr_number: 1 }));
    }
    const { read } = ports.jobs;
    ports.jobs.read = async (id) => {
      // The noisy one's jobs are read first.
      if (/-2\d{3}$/.test(id)) for (let n = 0; n < 200; n += 1) await null;
      return read(id);
    };
    await sweepLanes(ports);
    for (const n of quiet)
      expect((await ports.jobs.read(`job-${n}`))?.comment).toMatchObject({ queued: { place: 1 } });
  });
});
