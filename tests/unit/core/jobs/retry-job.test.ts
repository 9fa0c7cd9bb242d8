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

/** A job that was reported as failed, with everything that an attempt leaves behind. */
const told: Partial<Job> = {
  ...{ state: "NOTIFIED", outcome: "failed", attempt: 3, restarts: 2 },
  ...{ context_ref: ref, result_ref: ref, refusals: [refusal("head_moved")], execution_arn: "arn:r3" },
  ...{ comment: { phase: "POSTED", id: 55, continuation_ids: [] }, reaction_id: 8 },
};

test("case 11: a job that was reported as failed runs again from the beginning, as the next attempt", async () => {
  const before = jobs.put(aJob(told));

  expect(await retryJob(job_id, by, ports)).toEqual({ kind: "retried", job: await stored() });

  const execution_arn = workflow.arnOf(`${job_id}-r4`);
  expect(await stored()).toMatchObject({
    ...{ state: "DISPATCHED", attempt: 4, restarts: 0, execution_arn, head_sha: null, refusals: [] },
    ...{ outcome: null, context_ref: null, result_ref: null },
    ...{ comment: before.comment, reaction_id: 8, command: before.command, sender: before.sender },
  });
  expect([...workflow.executions]).toEqual([
    [`${job_id}-r4`, { input: { job_id, attempt: 4, paces: true }, status: "running" }],
  ]);
});

test("the event names the person and the reason", async () => {
  jobs.put(aJob(told));
  await retryJob(job_id, by, ports);
  const ids = { delivery: aJob().delivery_id, execution: workflow.arnOf(`${job_id}-r4`) };
  expect((await jobs.events(job_id)).at(-1)).toMatchObject({
    ...{ from: "NOTIFIED", to: "DISPATCHED", ...by, ids },
  });
});

test.each([
  ["failed and was reported", { state: "NOTIFIED", outcome: "failed" }],
  ["lacked something", { state: "NOTIFIED", outcome: "unavailable" }],
  ["failed and whose execution has ended", { state: "WORKER_FAILED", outcome: "failed" }],
  ["was refused for the user's permission", { state: "REFUSED", refusals: [refusal("permission")] }],
  ["was refused because a budget was used up", { state: "REFUSED", refusals: [refusal("budget_exceeded")] }],
  ["was refused for its fork", { state: "REFUSED", refusals: [refusal("fork_not_approved")] }],
  ["was refused for a push", { state: "REFUSED", refusals: [refusal("head_moved")] }],
  ["was cancelled", { state: "CANCELLED" }],
  ["was cancelled after its work was done", { state: "CANCELLED", outcome: "answered" }],
] as const)("a job that %s can be retried", async (_what, change) => {
  const job = jobs.put(aJob(change as Partial<Job>));
  expect(canRetry(job)).toBe(true);
  expect(await retryJob(job_id, by, ports)).toMatchObject({ kind: "retried", job: { attempt: 2 } });
  expect(await workflow.look(`${job_id}-r2`)).toBe("running");
});

describe("a job stays unchanged if it", () => {
  test.each<[string, RetryRefusal, Partial<Job>]>([
    ["was answered", "answered", { state: "NOTIFIED", outcome: "answered" }],
    ["was never dispatched", "not_dispatched", { state: "RECEIVED" }],
    ["is about to be dispatched", "not_dispatched", { state: "VALIDATED" }],
    ["has just started", "under_way", { state: "DISPATCHED" }],
    ["is running", "under_way", { state: "WORKER_RUNNING" }],
    ["is about to be answered", "under_way", { state: "WORKER_SUCCEEDED" }],
    ["was in shadow", "no_effect", { state: "IGNORED", mode: "shadow" }],
    ["was cancelled in shadow", "no_effect", { state: "CANCELLED", mode: "shadow" }],
    ["was replaced by a later one", "no_effect", { state: "SUPERSEDED" }],
    ["has wrong arguments", "command_wrong", { state: "REFUSED", refusals: [refusal("arguments")] }],
    ["has an unknown command", "command_wrong", { state: "REFUSED", refusals: [refusal("unknown_command")] }],
    [
      "also has wrong arguments",
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

  test("has failed and its execution still reports it", async () => {
    const job = jobs.put(aJob({ state: "WORKER_FAILED" }));
    await workflow.start(`${job_id}-r1`, { job_id, attempt: 1 });
    expect(await retryJob(job_id, by, ports)).toEqual({ kind: "refused", code: "under_way", job });
    expect(await stored()).toEqual(job);
  });
});

test("an unknown job is not retried", async () => {
  expect(await retryJob("missing", by, ports)).toEqual({ kind: "refused", code: "unknown", job: null });
});

test("of two concurrent retries one succeeds and the other is refused as running", async () => {
  jobs.put(aJob(told));
  const both = await Promise.all([
    retryJob(job_id, by, ports),
    retryJob(job_id, { ...by, actor: "github:wendy" }, ports),
  ]);
  expect(both.map((one) => (one.kind === "retried" ? one.kind : one.code)).sort()).toEqual([
    "retried",
    "under_way",
  ]);
  expect([...workflow.executions.keys()]).toEqual([`${job_id}-r4`]);
});

test("it gives up after three conflicting writes", async () => {
  jobs.put(aJob(told));
  let tried = 0;
  const reopen = () => {
    tried += 1;
    return Promise.reject(new FencedError("job_taken_over", "taken over"));
  };
  await expect(retryJob(job_id, by, { jobs: { ...jobs, reopen }, workflow })).rejects.toBeInstanceOf(
    FencedError,
  );
  // The execution starts only after the job is reopened.
  expect([tried, workflow.executions.size]).toEqual([3, 0]);
});

test("a failed look at the execution changes nothing", async () => {
  const job = jobs.put(aJob({ state: "WORKER_FAILED" }));
  const look = () => Promise.reject(new RetryableError("workflow_unavailable", "workflow did not"));
  await expect(retryJob(job_id, by, { jobs, workflow: { ...workflow, look } })).rejects.toBeInstanceOf(
    RetryableError,
  );
  expect(await stored()).toEqual(job);
});
