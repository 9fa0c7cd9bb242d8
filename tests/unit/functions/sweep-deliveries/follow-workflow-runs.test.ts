import { beforeEach, describe, expect, test } from "@jest/globals";
import { carriesMarker, marker } from "../../../../core/answering/marker.ts";
import { PermanentError, RetryableError } from "../../../../core/errors.ts";
import type { Job } from "../../../../core/jobs/job.ts";
import { followWorkflowRuns } from "../../../../functions/sweep-deliveries/follow-workflow-runs.ts";
import { anEmployee } from "../../../fakes/records/employee.ts";
import { aJob } from "../../../fakes/records/job.ts";
import { createSweeperPorts, type SweeperPorts } from "../../../fakes/sweeper.ts";
import { createFakeTaskTokens } from "../../../fakes/task-tokens.ts";
import { createFakeWorkflowRuns } from "../../../fakes/workflow-runs.ts";

const minute = 60_000;
const prefix = "abcdefghijklmnopqrstuvwxyz";
const workflow = { repository: "octo-demo/payments", file: "review.yml", ref: "main" };
const employee = anEmployee({ name: "review", title: "Review", runner: "github-workflow", workflow });
const key = "a".repeat(64);
let ports: SweeperPorts;

beforeEach(() => {
  ports = createSweeperPorts();
  ports.roster = [anEmployee(), employee];
  ports.tokens = createFakeTaskTokens("token-1");
  ports.runs = createFakeWorkflowRuns({ clock: ports.clock, files: [workflow] });
});

/** Creates a job that waits for its run; the run is started as `start-workflow` does it. */
async function waiting(change: Partial<Job> = {}, { known = true } = {}) {
  const job_id = change.job_id ?? `${prefix}-review`;
  const { id } = ports.writer.earlier(`${marker(job_id, 1)}\nis working on it`);
  const comment = { phase: "POSTED" as const, id, continuation_ids: [], provisional: true };
  const updated_at = new Date(ports.clock() - minute).toISOString();
  const job = { job_id, employee: "review", state: "WORKER_RUNNING", callback: key, comment } as const;
  ports.jobs.put(aJob({ ...job, updated_at, ...change }));
  const now = new Date(ports.clock()).toISOString();
  const expires_at = new Date(ports.clock() + employee.timeout_seconds * 1000).toISOString();
  const callback = { key, job_id, attempt: 1, employee: "review", result_key: "results/r.json", expires_at };
  await ports.callbacks.open({ ...callback, task_token: "token-1" });
  await ports.callbacks.note(key, { dispatched_at: now });
  const run = await ports.runs.start(workflow, { task: JSON.stringify({ job_id, attempt: 1 }) });
  if (known) await ports.callbacks.note(key, { run });
  return { job_id, run: run ?? { id: 0, url: "" } };
}

const text = (job_id: string) => ports.writer.bodies().find((body) => carriesMarker(body, job_id, 1)) ?? "";

describe("a run that is queued or runs", () => {
  test("keeps its job waiting, and the status comment links it", async () => {
    const { job_id, run } = await waiting();
    expect(await followWorkflowRuns(ports)).toEqual([]);
    expect(text(job_id)).toContain(`at \`5c1d7a0\` in [this workflow run](${run.url}).`);
    expect(ports.tokens.sent).toEqual(["heartbeat token-1"]);
    expect(await ports.jobs.read(job_id)).toMatchObject({ run: { attempt: 1, url: run.url } });
  });

  test("is linked together with what it last said, with one request", async () => {
    const { job_id, run } = await waiting();
    const at = new Date(ports.clock()).toISOString();
    await ports.callbacks.heartbeat(key, { at, progress: "3 of 9 files" });
    await followWorkflowRuns(ports);
    expect(ports.writer.calls).toEqual(["updateComment"]);
    expect(text(job_id)).toContain(run.url);
    expect(text(job_id)).toContain("`3 of 9 files`");
    expect((await ports.jobs.read(job_id))?.comment?.progress).toMatchObject({ text: "3 of 9 files" });
  });

  test("is linked in a later sweep if a step has just written, and beats meanwhile", async () => {
    await waiting({ updated_at: new Date(ports.clock()).toISOString() });
    await followWorkflowRuns(ports);
    expect(ports.writer.calls).toEqual([]);
    expect(ports.tokens.sent).toEqual(["heartbeat token-1"]);
    ports.clock.advance(10_000);
    await followWorkflowRuns(ports);
    expect(ports.writer.calls).toEqual(["updateComment"]);
  });

  test("is linked once, and beats every minute", async () => {
    const { job_id } = await waiting();
    const before = ports.writer.calls.length;
    await followWorkflowRuns(ports);
    const first = ports.writer.calls.length;
    await followWorkflowRuns(ports);
    expect([first - before, ports.writer.calls.length - first]).toEqual([1, 0]);
    expect(ports.tokens.sent).toHaveLength(2);
    expect((await ports.jobs.read(job_id))?.comment?.writing).toBeUndefined();
  });

  test("is found by its title if GitHub did not name it", async () => {
    const { run } = await waiting({}, { known: false });
    await followWorkflowRuns(ports);
    expect(await ports.callbacks.read(key)).toMatchObject({ run });
    expect(ports.tokens.sent).toEqual(["heartbeat token-1"]);
  });

  test("beats while GitHub refuses to change the comment", async () => {
    await waiting();
    const writer = { ...ports.writer, updateComment: () => Promise.reject(new RetryableError("x", "x")) };
    expect(await followWorkflowRuns({ ...ports, writer })).toHaveLength(1);
    expect(ports.tokens.sent).toEqual(["heartbeat token-1"]);
  });
});

describe("a run that completed without a result", () => {
  test.each(["failure", "success", "cancelled", "timed_out"])("with %s fails its job", async (conclusion) => {
    const { job_id, run } = await waiting();
    ports.runs.complete(run.id, conclusion);
    ports.clock.advance(minute);
    expect(await followWorkflowRuns(ports)).toEqual([]);
    expect(ports.tokens.sent).toEqual([`fail token-1 workflow_${conclusion}`]);
    expect(ports.repairs).toEqual(["workflow_failed"]);
    expect((await ports.callbacks.read(key))?.status).toBe("CLOSED");
    expect(await ports.jobs.read(job_id)).toMatchObject({ run: { attempt: 1, url: run.url } });
  });

  test("has a minute for its result", async () => {
    const { run } = await waiting();
    ports.runs.complete(run.id, "success");
    ports.clock.advance(minute - 1);
    await followWorkflowRuns(ports);
    expect(ports.tokens.sent).toEqual([]);
    await ports.callbacks.end(key, "RESULT");
    ports.clock.advance(minute);
    await followWorkflowRuns(ports);
    expect(ports.tokens.sent).toEqual([]);
  });

  test("does not fail a job whose result arrives at the same time", async () => {
    const { run } = await waiting();
    ports.runs.complete(run.id, "failure");
    ports.clock.advance(minute);
    const runs = {
      ...ports.runs,
      read: async (...args: Parameters<typeof ports.runs.read>) => {
        await ports.callbacks.end(key, "RESULT");
        return ports.runs.read(...args);
      },
    };
    await followWorkflowRuns({ ...ports, runs });
    expect(ports.tokens.sent).toEqual([]);
    expect((await ports.callbacks.read(key))?.status).toBe("RESULT");
  });

  test("fails its job in the next sweep if this one crashes after it closed the callback", async () => {
    const { run } = await waiting();
    ports.runs.complete(run.id, "failure");
    ports.clock.advance(minute);
    const tokens = { ...ports.tokens, fail: () => Promise.reject(new RetryableError("x", "x")) };
    expect(await followWorkflowRuns({ ...ports, tokens })).toHaveLength(1);
    await followWorkflowRuns(ports);
    expect(ports.tokens.sent).toEqual(["fail token-1 workflow_failure"]);
  });
});

describe("nothing is read at GitHub", () => {
  const forbidden = { find: never, read: never };

  function never(): Promise<never> {
    return Promise.reject(new Error("It is read"));
  }

  test("without a workflow employee, and the index is not read either", async () => {
    const index = { inState: never };
    expect(await followWorkflowRuns({ ...ports, roster: [anEmployee()], index, runs: forbidden })).toEqual(
      [],
    );
  });

  test.each<[string, Partial<Job>]>([
    ["of another employee", { job_id: `${prefix}-summary`, employee: "summary" }],
    ["of an employee whose name starts like this one", { job_id: `${prefix}-review-all` }],
    ["that has its result", { state: "WORKER_SUCCEEDED" }],
    ["of an earlier version", { callback: null }],
  ])("for a job %s", async (_which, change) => {
    await waiting(change);
    expect(await followWorkflowRuns({ ...ports, runs: forbidden })).toEqual([]);
    expect(ports.tokens.sent).toEqual([]);
  });
});

test("the second command of a comment is followed too", async () => {
  await waiting({ job_id: `${prefix}-review-2` });
  await followWorkflowRuns(ports);
  expect(ports.tokens.sent).toEqual(["heartbeat token-1"]);
});

test.each(["find", "read"] as const)(
  "a workflow that is gone does not block the others (%s)",
  async (method) => {
    await waiting({}, { known: method === "read" });
    const gone = () => Promise.reject(new PermanentError("workflow_not_found", "gone"));
    expect(await followWorkflowRuns({ ...ports, runs: { ...ports.runs, [method]: gone } })).toEqual([]);
  },
);

test("a sweep reads fifty runs, and the next one the others", async () => {
  for (let n = 2; n < 62; n += 1) await waiting({ job_id: `${prefix}-review-${n}`, callback: `${n}` });
  const asked = new Set<string>();
  const callbacks = {
    ...ports.callbacks,
    read: async (one: string) => {
      asked.add(one);
      return null;
    },
  };
  const counts: number[] = [];
  for (let sweep = 0; sweep < 2; sweep += 1) {
    await followWorkflowRuns({ ...ports, callbacks });
    counts.push(asked.size);
    ports.clock.advance(minute);
  }
  expect([10, 50]).toContain(counts[0]);
  expect(counts[1]).toBe(60);
});
