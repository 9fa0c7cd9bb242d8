import { beforeEach, describe, expect, test } from "@jest/globals";
import { FencedError, RetryableError } from "../../../../core/errors.ts";
import type { Job } from "../../../../core/jobs/job.ts";
import type { JobState } from "../../../../core/jobs/job-state.ts";
import type { JobStore } from "../../../../core/jobs/job-store.ts";
import { jobStoreWithMetrics } from "../../../../core/jobs/job-store-with-metrics.ts";
import { createTestClock, type TestClock } from "../../../fakes/clock.ts";
import { jobStoreContract } from "../../../fakes/contracts/job-store.ts";
import { createFakeJobStore, type FakeJobStore } from "../../../fakes/job-store.ts";
import { createFakeLog, type FakeLog } from "../../../fakes/log.ts";
import { createFakeMetrics, type FakeMetrics } from "../../../fakes/metrics.ts";
import { aJob, aNote } from "../../../fakes/records/job.ts";

jobStoreContract("one with metrics", (clock) =>
  jobStoreWithMetrics(createFakeJobStore(clock), { metrics: createFakeMetrics(), log: createFakeLog() }),
);

let clock: TestClock;
let store: FakeJobStore;
let metrics: FakeMetrics;
let log: FakeLog;
let jobs: JobStore;

beforeEach(() => {
  clock = createTestClock();
  store = createFakeJobStore(clock);
  metrics = createFakeMetrics();
  log = createFakeLog();
  jobs = jobStoreWithMetrics(store, { metrics, log });
});

/** Each end is one sample of the metric, and one line with the outcome. */
function counted(): unknown[] {
  expect(metrics.shared.map(({ happened }) => happened)).toEqual(
    log.lines.map(({ fields }) => fields.outcome === "failed"),
  );
  return log.lines.map(({ fields }) => fields.outcome);
}

describe("counts", () => {
  test.each([
    ["IGNORED", "RECEIVED", "ignored"],
    ["REFUSED", "DISPATCHED", "refused"],
    ["CANCELLED", "RECEIVED", "cancelled"],
    ["SUPERSEDED", "WORKER_RUNNING", "superseded"],
  ] as const)("a job that is %s", async (to, from, outcome) => {
    await jobs.transition(store.put(aJob({ state: from })), to, aNote);
    expect(counted()).toEqual([outcome]);
    expect(log.lines).toMatchObject([
      { level: "info", message: "job finished", fields: { employee: "summary" } },
    ]);
    expect(metrics.timed).toEqual([]);
  });

  test.each([
    ["answered", "answered"],
    ["unavailable", "unavailable"],
    ["failed", "failed"],
    [null, "failed"],
  ] as const)("a job that is NOTIFIED with the outcome %s", async (outcome, expected) => {
    const job = store.put(aJob({ state: "WORKER_SUCCEEDED", outcome }));
    clock.advance(1_500);
    await jobs.transition(job, "NOTIFIED", aNote);
    expect(counted()).toEqual([expected]);
    expect(metrics.timed).toEqual([{ name: "ReceiptToAnswer", milliseconds: 2_500 }]);
    expect(log.lines[0]?.fields.milliseconds).toBe(2_500);
  });

  test("each end of a retried job, and times the last one from the retry", async () => {
    const failed = store.put(aJob({ state: "NOTIFIED", outcome: "failed" }));
    clock.advance(3_600_000);
    const again = await jobs.reopen(failed, aNote, { attempt: 2, outcome: null });
    expect(counted()).toEqual([]);
    clock.advance(4_000);
    const running = await jobs.transition(again, "WORKER_RUNNING", aNote);
    const done = await jobs.transition(running, "WORKER_SUCCEEDED", aNote, { outcome: "answered" });
    await jobs.transition(done, "NOTIFIED", aNote);
    expect(counted()).toEqual(["answered"]);
    expect(metrics.timed.map(({ milliseconds }) => milliseconds)).toEqual([4_000]);
  });

  test.each(["VALIDATED", "DISPATCHED"] as const)("not a job that is %s", async (to) => {
    await jobs.transition(store.put(aJob({ state: "RECEIVED" })), to, aNote);
    expect(counted()).toEqual([]);
  });
});

describe("a transition that throws", () => {
  const unavailable = new RetryableError("job_table_unavailable", "job_table did not");
  const running = () => store.put(aJob({ state: "WORKER_SUCCEEDED", outcome: "answered" }));
  const end = (job: Job, to: JobState = "NOTIFIED") => jobs.transition(job, to, aNote);

  test("and has not landed counts nothing", async () => {
    store.transition = () => Promise.reject(unavailable);
    await expect(end(running())).rejects.toBe(unavailable);
    expect(counted()).toEqual([]);
  });

  test("and has landed nevertheless counts, because no other step makes it", async () => {
    const { transition } = store;
    store.transition = async (...args) => {
      await transition(...args);
      throw unavailable;
    };
    await expect(end(running())).rejects.toBe(unavailable);
    expect(counted()).toEqual(["answered"]);
    expect(metrics.timed).toHaveLength(1);
  });

  test("while the table cannot be read either throws the same error", async () => {
    store.transition = () => Promise.reject(unavailable);
    store.read = () => Promise.reject(new Error("down"));
    await expect(end(running())).rejects.toBe(unavailable);
    expect(counted()).toEqual([]);
  });

  test("because another writer was first counts only that writer's", async () => {
    const job = running();
    await end(job);
    await expect(end(job)).rejects.toBeInstanceOf(FencedError);
    expect(counted()).toEqual(["answered"]);
  });

  test("after another writer took the job over counts nothing", async () => {
    const job = running();
    const other = await store.claim(job.job_id, 1);
    await store.transition(other, "NOTIFIED", aNote);
    store.transition = () => Promise.reject(unavailable);
    await expect(end(job)).rejects.toBe(unavailable);
    expect(counted()).toEqual([]);
  });
});
