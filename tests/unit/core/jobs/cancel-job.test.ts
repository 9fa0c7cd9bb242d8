import { beforeEach, describe, expect, test } from "@jest/globals";
import { FencedError, RetryableError } from "../../../../core/errors.ts";
import { canCancel, cancelJob } from "../../../../core/jobs/cancel-job.ts";
import type { Job } from "../../../../core/jobs/job.ts";
import { createTestClock } from "../../../fakes/clock.ts";
import { createFakeJobStore } from "../../../fakes/job-store.ts";
import { createLanePorts } from "../../../fakes/lane-ports.ts";
import { aJob } from "../../../fakes/records/job.ts";
import { createFakeWorkflow } from "../../../fakes/workflow.ts";

const by = { actor: "operator:ada", reason: "it reads the wrong repository" };
const { job_id } = aJob();
let jobs: ReturnType<typeof createFakeJobStore>;
let workflow: ReturnType<typeof createFakeWorkflow>;

beforeEach(async () => {
  jobs = createFakeJobStore(createTestClock());
  workflow = createFakeWorkflow();
  await workflow.start(`${job_id}-r2`, { job_id, attempt: 2 });
});

const cancel = () => cancelJob(job_id, by, { ...createLanePorts(), jobs, workflow });
const running = () => workflow.look(`${job_id}-r2`);

test.each([
  "RECEIVED",
  "VALIDATED",
  "DISPATCHED",
  "WORKER_RUNNING",
  "WORKER_SUCCEEDED",
  "WORKER_FAILED",
] as const)(
  "a job that is %s is cancelled with its execution; the event names the person and the reason",
  async (state) => {
    expect(canCancel(jobs.put(aJob({ state, attempt: 2 })))).toBe(true);
    expect(await cancel()).toEqual({ kind: "cancelled", job: await jobs.read(job_id) });
    const ids = { delivery: aJob().delivery_id, execution: "arn:execution:r1" };
    expect(await jobs.read(job_id)).toMatchObject({
      state: "CANCELLED",
      last_event: { from: state, ...by, ids },
    });
    expect(await running()).toBe("failed");
  },
);

test("a running step of a cancelled job cannot write", async () => {
  jobs.put(aJob({ state: "DISPATCHED", attempt: 2 }));
  const step = await jobs.claim(job_id, 2);
  await cancel();
  await expect(jobs.save(step, { reaction_id: 1 })).rejects.toBeInstanceOf(FencedError);
  await expect(jobs.transition(step, "WORKER_RUNNING", { ...by, ids: {} })).rejects.toBeInstanceOf(
    FencedError,
  );
  await expect(jobs.claim(job_id, 2)).rejects.toBeInstanceOf(FencedError);
});

test("a step that claims the job meanwhile does not prevent the cancellation", async () => {
  jobs.put(aJob({ state: "DISPATCHED", attempt: 2 }));
  const { read } = jobs;
  let steps = 3;
  jobs.read = async (id) => {
    const job = await read(id);
    if (steps-- > 0) await jobs.claim(id, 2);
    return job;
  };
  expect(await cancel()).toMatchObject({ kind: "cancelled" });
});

test("it gives up after ten conflicting writes", async () => {
  jobs.put(aJob({ state: "DISPATCHED" }));
  let tried = 0;
  const transition = () => {
    tried += 1;
    return Promise.reject(new FencedError("job_taken_over", "taken over"));
  };
  await expect(
    cancelJob(job_id, by, { ...createLanePorts(), jobs: { ...jobs, transition }, workflow }),
  ).rejects.toBeInstanceOf(FencedError);
  expect(tried).toBe(10);
});

test("an unknown job is not cancelled", async () => {
  expect(await cancelJob("missing", by, { ...createLanePorts(), jobs, workflow })).toEqual({
    ...{ kind: "refused", code: "unknown", job: null },
  });
});

describe("a finished job", () => {
  test.each(["NOTIFIED", "IGNORED", "REFUSED", "CANCELLED", "SUPERSEDED"] as const)(
    "stays %s",
    async (state) => {
      const job = jobs.put(aJob({ state, attempt: 2 }));
      expect(canCancel(job)).toBe(false);
      expect(await cancel()).toEqual({ kind: "refused", code: "over", job });
      expect(await jobs.read(job_id)).toEqual(job);
    },
  );

  test("whose cancellation crashed before it stopped the execution is stopped by the next one", async () => {
    jobs.put(aJob({ state: "DISPATCHED", attempt: 2 }));
    const stop = () => Promise.reject(new RetryableError("workflow_unavailable", "workflow did not"));
    const cut = cancelJob(job_id, by, { ...createLanePorts(), jobs, workflow: { stop } });
    await expect(cut).rejects.toBeInstanceOf(RetryableError);
    expect([(await jobs.read(job_id))?.state, await running()]).toEqual(["CANCELLED", "running"]);
    expect(await cancel()).toMatchObject({ kind: "refused", code: "over" });
    expect(await running()).toBe("failed");
  });
});

describe("a run outside", () => {
  const key = "c".repeat(64);

  async function outside(change: Partial<Job> = {}) {
    const parts = createLanePorts();
    const run = { key, job_id, attempt: 2, employee: "summary", result_key: "results/r.json" };
    await parts.callbacks.open({ ...run, task_token: "token", expires_at: "2026-11-24T09:00:00Z" });
    parts.tokens.waiting.add("token");
    jobs.put(aJob({ state: "WORKER_RUNNING", attempt: 2, callback: key, ...change }));
    return { ...parts, jobs, workflow };
  }

  test("is not stopped: its state fails, so that the workflow tells the employee", async () => {
    const ports = await outside();
    await cancelJob(job_id, by, ports);
    expect(ports.tokens.sent).toEqual(["fail token JobCancelled"]);
    expect(await ports.callbacks.read(key)).toMatchObject({ status: "CLOSED" });
    expect(await running()).toBe("running");
  });

  test("gets one cancel notice, however often the cancellation is repeated", async () => {
    const ports = await outside();
    await cancelJob(job_id, by, ports);
    await cancelJob(job_id, by, ports);
    expect(ports.tokens.sent).toEqual(["fail token JobCancelled"]);
    expect(await running()).toBe("running");
  });

  test("that has its result is left alone: the next step is refused", async () => {
    const ports = await outside();
    await ports.callbacks.end(key, "RESULT");
    await cancelJob(job_id, by, ports);
    expect(ports.tokens.sent).toEqual([]);
    expect(await running()).toBe("running");
  });

  test("of an earlier attempt is not the present one, whose execution is stopped", async () => {
    await workflow.start(`${job_id}-r3`, { job_id, attempt: 3 });
    const ports = await outside({ attempt: 3 });
    await cancelJob(job_id, by, ports);
    expect(ports.tokens.sent).toEqual([]);
    expect(await workflow.look(`${job_id}-r3`)).toBe("failed");
  });
});
