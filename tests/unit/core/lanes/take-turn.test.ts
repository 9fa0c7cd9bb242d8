import { beforeEach, describe, expect, test } from "@jest/globals";
import { FencedError, RetryableError } from "../../../../core/errors.ts";
import type { Job } from "../../../../core/jobs/job.ts";
import type { JobState } from "../../../../core/jobs/job-state.ts";
import { handOver } from "../../../../core/lanes/hand-over.ts";
import { jobStoreWithLanes } from "../../../../core/lanes/job-store-with-lanes.ts";
import { laneKey, maxWaiting } from "../../../../core/lanes/lane.ts";
import { takeTurn } from "../../../../core/lanes/take-turn.ts";
import { createTestClock } from "../../../fakes/clock.ts";
import { createFakeJobStore } from "../../../fakes/job-store.ts";
import { createLanePorts } from "../../../fakes/lane-ports.ts";
import { aJob, aNote } from "../../../fakes/records/job.ts";
import { aLane, anEntry } from "../../../fakes/records/lane.ts";

type Concurrency = "queue" | "supersede" | "parallel";
let ports: ReturnType<typeof createPorts>;

function createPorts() {
  const clock = createTestClock();
  const parts = { ...createLanePorts(), clock };
  const store = createFakeJobStore(clock);
  return { ...parts, store, jobs: jobStoreWithLanes(store, parts) };
}

beforeEach(() => {
  ports = createPorts();
});

/** The job that asked in that minute. */
function job(minute: number, change: Partial<Job> = {}): Job {
  const source = { kind: "issue_comment", id: minute, created_at: anEntry(minute).asked_at } as const;
  return ports.store.put(aJob({ job_id: `job-${minute}`, source, ...change }));
}

const turn = (one: Job, concurrency: Concurrency = "queue") => takeTurn(one, { concurrency }, ports, "test");
const lane = () => ports.lanes.read(laneKey(aJob()));
const stateOf = async (id: string) => (await ports.store.read(id))?.state;

async function waits(one: Job, token: string): Promise<void> {
  await ports.lanes.saveTurn(one, token);
  ports.tokens.waiting.add(token);
}

async function end(one: Job, to: JobState = "CANCELLED"): Promise<void> {
  const current = await ports.store.read(one.job_id);
  if (current) await ports.jobs.transition(current, to, aNote);
}

describe("queue", () => {
  test("one job runs; the others wait and learn their places", async () => {
    expect(await turn(job(1))).toEqual({ kind: "runs" });
    expect(await turn(job(3))).toMatchObject({ kind: "waits", place: 1, of: 1 });
    expect(await turn(job(2))).toMatchObject({ kind: "waits", place: 1, of: 2 });
  });

  test("a job that ends wakes the next one, which then runs", async () => {
    const [first, second] = [job(1), job(2)];
    await turn(first);
    await turn(second);
    await waits(second, "token-2");
    await end(first);
    expect(ports.tokens.sent).toEqual(["succeed token-2"]);
    expect(await turn(second)).toEqual({ kind: "runs" });
    expect(await lane()).toMatchObject({ holder: { job_id: "job-2" }, handed_over: false });
  });

  test("the token of the try that waits wakes it, whichever was stored last", async () => {
    const [first, second] = [job(1), job(2)];
    await turn(first);
    await turn(second);
    await ports.lanes.saveTurn(second, "dead-1");
    await waits(second, "token-2");
    await ports.lanes.saveTurn(second, "dead-2");
    await end(first);
    expect(ports.tokens.sent).toEqual(["succeed token-2"]);
  });

  test("a job that ends while it waits, or before it was woken, waits no longer", async () => {
    const [first, second, third] = [job(1), job(2), job(3)];
    for (const one of [first, second, third]) await turn(one);
    await waits(second, "token-2");
    await waits(third, "token-3");
    await end(third);
    expect(ports.tokens.sent).toEqual(["succeed token-3"]);
    const { succeed } = ports.tokens;
    ports.tokens.succeed = () => Promise.reject(new RetryableError("workflow_unavailable", "down"));
    await end(first);
    ports.tokens.succeed = succeed;
    await end(second);
    expect(ports.tokens.sent).toEqual(["succeed token-3", "succeed token-2"]);
  });

  test("jobs that ended while they waited are skipped", async () => {
    const [first, second, third] = [job(1), job(2), job(3)];
    for (const one of [first, second, third]) await turn(one);
    await waits(second, "token-2");
    await waits(third, "token-3");
    // Without its hand-over, as after a crash.
    await ports.store.transition(second, "CANCELLED", aNote);
    await end(first);
    // The execution of the second one goes on to its end.
    expect(ports.tokens.sent).toEqual(["succeed token-2", "succeed token-3"]);
    expect((await lane()).holder?.job_id).toBe("job-3");
  });

  test.each(["NOTIFIED", "missing"])("a job takes a lane whose holder is %s", async (state) => {
    const first = job(1);
    await turn(first);
    if (state === "missing") ports.store.read = async (id) => (id === "job-1" ? null : job(2));
    else ports.store.put({ ...first, state: "NOTIFIED" });
    ports.jobs.read = ports.store.read;
    expect(await turn(job(2))).toEqual({ kind: "runs" });
  });

  test("a finished holder hands over to the job that asked first, not to the one that finds it", async () => {
    const [first, second] = [job(1), job(2)];
    await turn(first);
    await turn(second);
    await waits(second, "token-2");
    ports.store.put({ ...first, state: "NOTIFIED" });
    expect(await turn(job(3))).toMatchObject({ kind: "waits", place: 1 });
    expect(ports.tokens.sent).toEqual(["succeed token-2"]);
  });

  test("the end of an earlier attempt does not take the lane from a retried job", async () => {
    const first = job(1);
    await turn(first);
    const again = ports.store.put({ ...first, attempt: 2 });
    await turn(again);
    await handOver(first, ports);
    expect((await lane()).holder).toMatchObject({ job_id: "job-1", attempt: 2 });
  });

  test("a lane that is full takes no further job, and keeps those that wait", async () => {
    const waiting = Array.from({ length: maxWaiting }, (_, n) => anEntry(n + 2));
    await turn(job(1));
    await ports.lanes.replace(laneKey(aJob()), await lane(), aLane({ holder: anEntry(1), waiting }));
    expect(await turn(job(9_999))).toEqual({ kind: "full" });
    expect(await turn(job(2))).toMatchObject({ kind: "waits", place: 1 });
  });

  test("a failed hand-over does not undo the end of the job", async () => {
    const first = job(1);
    await turn(first);
    ports.lanes.read = () => Promise.reject(new RetryableError("lane_table_unavailable", "down"));
    await end(first);
    expect(await stateOf("job-1")).toBe("CANCELLED");
  });

  test("fifty jobs that enter at once get fifty places", async () => {
    const turns = await Promise.all(
      Array.from({ length: 50 }, async (_, n) => {
        const one = job(n);
        // As the workflow does.
        for (;;) {
          try {
            return await turn(one);
          } catch (error) {
            if (!(error instanceof RetryableError)) throw error;
          }
        }
      }),
    );
    expect(turns.filter(({ kind }) => kind === "runs")).toHaveLength(1);
    const { holder, waiting } = await lane();
    expect(new Set([holder, ...waiting].map((one) => one?.job_id)).size).toBe(50);
  });
});

describe("supersede", () => {
  test("a later job ends the older ones and runs", async () => {
    const [first, second] = [job(1, { state: "WORKER_RUNNING" }), job(2)];
    await turn(first, "supersede");
    expect(await turn(second, "supersede")).toEqual({ kind: "runs" });
    expect(await ports.store.read("job-1")).toMatchObject({
      state: "SUPERSEDED",
      last_event: { actor: "test", reason: "superseded", ids: { superseded_by: "job-2" } },
    });
    expect(await lane()).toMatchObject({ holder: { job_id: "job-2" }, waiting: [], handed_over: false });
  });

  test("none of several older jobs runs in between", async () => {
    const [first, second, third] = [job(1), job(2), job(3)];
    await turn(first);
    await turn(second);
    await waits(second, "token-2");
    const { replace } = ports.lanes;
    const holders: (string | undefined)[] = [];
    ports.lanes.replace = (key, known, next) => {
      holders.push(next.holder?.job_id);
      return replace(key, known, next);
    };
    expect(await turn(third, "supersede")).toEqual({ kind: "runs" });
    expect(holders).not.toContain("job-2");
    expect([await stateOf("job-1"), await stateOf("job-2")]).toEqual(["SUPERSEDED", "SUPERSEDED"]);
    // Its execution goes on, and is refused at its next step.
    expect(ports.tokens.sent).toEqual(["succeed token-2"]);
    expect((await lane()).holder?.job_id).toBe("job-3");
  });

  test("an older job that arrives later is replaced, even if the later one has finished", async () => {
    const later = job(2);
    await turn(later, "supersede");
    expect(await turn(job(1), "supersede")).toEqual({ kind: "superseded", by: "job-2" });
    await end(later);
    expect(await turn(job(1), "supersede")).toEqual({ kind: "superseded", by: "job-2" });
    expect(await lane()).toMatchObject({ holder: null, waiting: [] });
  });

  test("a retry is a later request", async () => {
    await turn(job(2), "supersede");
    const retried = job(1, { retried_at: anEntry(3).asked_at, attempt: 2 });
    expect(await turn(retried, "supersede")).toEqual({ kind: "runs" });
    expect(await stateOf("job-2")).toBe("SUPERSEDED");
  });

  test("an older job outside gets a cancel notice", async () => {
    const run = { key: "c".repeat(64), job_id: "job-1", attempt: 1, employee: "summary" };
    const rest = { result_key: "results/r.json", task_token: "token-1", expires_at: anEntry(9).asked_at };
    await ports.callbacks.open({ ...run, ...rest });
    ports.tokens.waiting.add("token-1");
    await turn(job(1, { callback: run.key, state: "WORKER_RUNNING" }), "supersede");
    await turn(job(2), "supersede");
    expect(ports.tokens.sent).toEqual(["fail token-1 JobCancelled"]);
  });

  test("an older job that keeps changing is tried again, and not taken for this job's own change", async () => {
    await turn(job(1), "supersede");
    ports.jobs.transition = () => Promise.reject(new FencedError("job_taken_over", "taken over"));
    await expect(turn(job(2), "supersede")).rejects.toMatchObject({
      name: "RetryableError",
      code: "lane_busy",
    });
  });
});

test("jobs of a parallel employee and jobs in shadow enter no lane", async () => {
  expect(await turn(job(1), "parallel")).toEqual({ kind: "runs" });
  expect(await turn(job(2, { mode: "shadow" }))).toEqual({ kind: "runs" });
  expect(ports.lanes.lanes.size).toBe(0);
});
