import { beforeEach, describe, expect, test } from "@jest/globals";
import { FencedError, RetryableError } from "../../../../core/errors.ts";
import type { Job } from "../../../../core/jobs/job.ts";
import { canRetry, type RetryPorts, type RetryRefusal, retryJob } from "../../../../core/jobs/retry-job.ts";
import { createTestClock } from "../../../fakes/clock.ts";
import { createFakeJobStore } from "../../../fakes/job-store.ts";
import { aJob } from "../../../fakes/records/job.ts";
import { createFakeWorkflow } from "../../../fakes/workflow.ts";

const by = { actor: "operator:ada", reason: "the key is there now" };
const { job_id } = aJob();
const ref = { kind: "s3" as const, bucket: "b", key: "k", sha256: "0".repeat(64), bytes: 2 };
let jobs: ReturnType<typeof createFakeJobStore>;
let workflow: ReturnType<typeof createFakeWorkflow>;
let ports: RetryPorts;

beforeEach(() => {
  jobs = createFakeJobStore(createTestClock());
  workflow = createFakeWorkflow();
  ports = { jobs, workflow };
});

const stored = async (): Promise<Job> => (await jobs.read(job_id)) ?? aJob();
const refusal = (code: string) => ({ code, message: "Not met." });

/** A job that was told as failed, with all that an attempt leaves behind. */
const told: Partial<Job> = {
  ...{ state: "NOTIFIED", outcome: "failed", attempt: 3, restarts: 2 },
  ...{ context_ref: ref, result_ref: ref, refusals: [refusal("head_moved")], execution_arn: "arn:r3" },
  ...{ comment: { phase: "POSTED", id: 55, continuation_ids: [] }, reaction_id: 8 },
};

test("case 11: a job that was told as failed runs again, as the next attempt, from nothing", async () => {
  const before = jobs.put(aJob(told));

  expect(await retryJob(job_id, by, ports)).toEqual({ kind: "begun", job: await stored() });

  const execution_arn = workflow.arnOf(`${job_id}-r4`);
  expect(await stored()).toMatchObject({
    ...{ state: "DISPATCHED", attempt: 4, restarts: 0, execution_arn, head_sha: null, refusals: [] },
    ...{ outcome: null, context_ref: null, result_ref: null },
    ...{ comment: before.comment, reaction_id: 8, command: before.command, sender: before.sender },
  });
  expect([...workflow.executions]).toEqual([
    [`${job_id}-r4`, { input: { job_id, attempt: 4 }, status: "running" }],
  ]);
});

test("who asked and why stands in the trail", async () => {
  jobs.put(aJob(told));
  await retryJob(job_id, by, ports);
  const ids = { delivery: aJob().delivery_id, execution: workflow.arnOf(`${job_id}-r4`) };
  expect((await jobs.events(job_id)).at(-1)).toMatchObject({
    ...{ from: "NOTIFIED", to: "DISPATCHED", ...by, ids },
  });
});

test.each([
  ["failed and was told", { state: "NOTIFIED", outcome: "failed" }],
  ["lacked something", { state: "NOTIFIED", outcome: "unavailable" }],
  ["failed, and its execution is over", { state: "WORKER_FAILED", outcome: "failed" }],
  ["was refused for who asked", { state: "REFUSED", refusals: [refusal("permission")] }],
  ["was refused for its fork", { state: "REFUSED", refusals: [refusal("fork_not_approved")] }],
  ["was refused for a push", { state: "REFUSED", refusals: [refusal("head_moved")] }],
  ["was cancelled", { state: "CANCELLED" }],
  ["was cancelled after its work was done", { state: "CANCELLED", outcome: "answered" }],
] as const)("a job that %s can be retried", async (_what, change) => {
  const job = jobs.put(aJob(change as Partial<Job>));
  expect(canRetry(job)).toBe(true);
  expect(await retryJob(job_id, by, ports)).toMatchObject({ kind: "begun", job: { attempt: 2 } });
  expect(await workflow.look(`${job_id}-r2`)).toBe("running");
});

describe("a job is left as it is when it", () => {
  test.each<[string, RetryRefusal, Partial<Job>]>([
    ["was answered", "answered", { state: "NOTIFIED", outcome: "answered" }],
    ["was never dispatched", "not_dispatched", { state: "RECEIVED" }],
    ["waits to be dispatched", "not_dispatched", { state: "VALIDATED" }],
    ["has just begun", "under_way", { state: "DISPATCHED" }],
    ["is worked on", "under_way", { state: "WORKER_RUNNING" }],
    ["is about to be answered", "under_way", { state: "WORKER_SUCCEEDED" }],
    ["was a rehearsal", "no_effect", { state: "IGNORED", mode: "shadow" }],
    ["was a rehearsal that somebody ended", "no_effect", { state: "CANCELLED", mode: "shadow" }],
    ["was replaced by a later one", "no_effect", { state: "SUPERSEDED" }],
    ["has wrong arguments", "command_wrong", { state: "REFUSED", refusals: [refusal("arguments")] }],
    ["is no command", "command_wrong", { state: "REFUSED", refusals: [refusal("unknown_command")] }],
    [
      "has wrong arguments besides",
      "command_wrong",
      { state: "CANCELLED", refusals: [refusal("permission"), refusal("arguments")] },
    ],
  ])("%s", async (_what, code, change) => {
    const job = jobs.put(aJob(change));
    expect(canRetry(job)).toBe(false);
    expect(await retryJob(job_id, by, ports)).toEqual({ kind: "refused", code, job });
    expect(await stored()).toEqual(job);
    expect(workflow.executions.size).toBe(0);
  });

  test("has failed and its execution is just telling so", async () => {
    const job = jobs.put(aJob({ state: "WORKER_FAILED" }));
    await workflow.start(`${job_id}-r1`, { job_id, attempt: 1 });
    expect(await retryJob(job_id, by, ports)).toEqual({ kind: "refused", code: "under_way", job });
    expect(await stored()).toEqual(job);
  });
});

test("nobody's job is not begun", async () => {
  expect(await retryJob("nobody", by, ports)).toEqual({ kind: "refused", code: "unknown", job: null });
});

test("of two that ask one gets through, the other hears that it is under way", async () => {
  jobs.put(aJob(told));
  const both = await Promise.all([
    retryJob(job_id, by, ports),
    retryJob(job_id, { ...by, actor: "github:wendy" }, ports),
  ]);
  expect(both.map((one) => (one.kind === "begun" ? one.kind : one.code)).sort()).toEqual([
    "begun",
    "under_way",
  ]);
  expect([...workflow.executions.keys()]).toEqual([`${job_id}-r4`]);
});

test("somebody who is always faster is not fought for ever", async () => {
  jobs.put(aJob(told));
  let tried = 0;
  const reopen = () => {
    tried += 1;
    return Promise.reject(new FencedError("job_taken_over", "taken over"));
  };
  await expect(retryJob(job_id, by, { jobs: { ...jobs, reopen }, workflow })).rejects.toBeInstanceOf(
    FencedError,
  );
  // No execution before its job is there for it.
  expect([tried, workflow.executions.size]).toEqual([3, 0]);
});

test("what cannot be asked changes nothing", async () => {
  const job = jobs.put(aJob({ state: "WORKER_FAILED" }));
  const look = () => Promise.reject(new RetryableError("workflow_unavailable", "workflow did not"));
  await expect(retryJob(job_id, by, { jobs, workflow: { ...workflow, look } })).rejects.toBeInstanceOf(
    RetryableError,
  );
  expect(await stored()).toEqual(job);
});
