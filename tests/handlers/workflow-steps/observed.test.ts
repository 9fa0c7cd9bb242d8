import { beforeEach, describe, expect, test } from "@jest/globals";
import type { Context } from "aws-lambda";
import { PermanentError, RetryableError } from "../../../core/errors.ts";
import { createHandler as acknowledge } from "../../../functions/acknowledge-job/handler.ts";
import { createHandler as compensate } from "../../../functions/compensate-job/handler.ts";
import { createHandler as freeze } from "../../../functions/freeze-context/handler.ts";
import { createHandler as publishFailure } from "../../../functions/publish-failure/handler.ts";
import { createHandler as publishResult } from "../../../functions/publish-result/handler.ts";
import { createHandler as run } from "../../../functions/run-employee/handler.ts";
import { createStepPorts, type StepPorts } from "../../fakes/answering.ts";
import { createFakeLog, type FakeLog } from "../../fakes/log.ts";
import { aJob } from "../../fakes/records/job.ts";
import { fakeRunners } from "../../fakes/runners.ts";

const steps = { acknowledge, freeze, run, publishResult, compensate, publishFailure };
const model = () => Promise.reject(new Error("no model here"));
const failure = { Error: "PermanentError", Cause: "{}" };

let ports: StepPorts;
let log: FakeLog;
/** What freeze-context returned to the execution. */
let frozen: unknown;

beforeEach(() => {
  ports = createStepPorts({ received_at: "2026-11-23T08:59:50.000Z" });
  log = createFakeLog();
  frozen = undefined;
});

type Step = keyof typeof steps;
type Handler = (event: unknown, context: Context) => Promise<unknown>;

const build = (name: Step): Handler => {
  const { roster: _, ...given } = ports;
  return steps[name]({ ...given, log, runners: fakeRunners({ model }) }) as Handler;
};

const context = () => ({ getRemainingTimeInMillis: () => 60_000 }) as Context;

/** Runs steps through their complete chains, one after the other. */
async function invoke(...names: Step[]): Promise<void> {
  for (const name of names) {
    const given = { ...ports.input, failure, context: frozen ?? {} };
    const output = await build(name)(given, context()).catch(() => null);
    if (name === "freeze") frozen = output;
  }
}

const finished = () =>
  log.lines
    .filter(({ message }) => message === "job finished")
    .map(({ fields: { outcome, employee, milliseconds } }) => [outcome, employee, milliseconds]);
const timed = () => ports.metrics.timed.map(({ name, milliseconds }) => [name, milliseconds]);
const failed = () => ports.metrics.shared.map(({ name, happened }) => [name, happened]);
const stepsFailed = () =>
  log.lines.filter(({ message }) => message === "step failed").map(({ fields }) => fields.code);
const employee = "summary";

describe("a job is counted when it ends", () => {
  test("answered: once, with the time since the webhook's receipt", async () => {
    ports.clock.advance(4_000);
    await invoke("acknowledge", "freeze", "run", "publishResult");
    expect(finished()).toEqual([["answered", employee, 14_000]]);
    expect(failed()).toEqual([["JobFailed", false]]);
    expect(timed()).toEqual([["ReceiptToAnswer", 14_000]]);
  });

  test("answered: not again if the step is repeated, which is refused", async () => {
    await invoke("acknowledge", "freeze", "run", "publishResult", "publishResult");
    expect(finished()).toHaveLength(1);
    expect(failed()).toHaveLength(1);
    expect(stepsFailed()).toEqual(["job_taken_over"]);
    expect(timed()).toHaveLength(1);
  });

  test("failed: once the comment shows it", async () => {
    await invoke("acknowledge", "compensate");
    expect(failed()).toEqual([]);
    await invoke("publishFailure");
    expect(failed()).toEqual([["JobFailed", true]]);
    expect(finished()).toEqual([["failed", employee, 10_000]]);
    expect(timed()).toEqual([["ReceiptToAnswer", 10_000]]);
  });

  test("refused: without an answer time", async () => {
    ports.reader.repository.permissions = {};
    ports.jobs.put(aJob({ employee: "security" }));
    await invoke("acknowledge");
    expect(finished()).toEqual([["refused", "security", undefined]]);
    expect(failed()).toEqual([["JobFailed", false]]);
    expect(timed()).toEqual([]);
  });

  test("failed: even if the pull request cannot be updated", async () => {
    await invoke("acknowledge");
    ports.writer.fault("updateComment", new PermanentError("github_gone", "GitHub has it no more"));
    await invoke("publishFailure");
    expect(finished()).toEqual([["failed", employee, undefined]]);
    expect(failed()).toEqual([["JobFailed", true]]);
  });

  test("a job without a recorded receipt is timed from its creation", async () => {
    const { received_at: _, ...older } = aJob();
    ports.jobs.put(older);
    ports.clock.advance(1_000);
    await invoke("acknowledge", "freeze", "run", "publishResult");
    expect(timed()).toEqual([["ReceiptToAnswer", 1_000]]);
  });
});

describe("a failed step", () => {
  test.each(Object.keys(steps) as Step[])("with %s is logged by its code", async (name) => {
    if (name === "run") await invoke("freeze");
    const fail = () => Promise.reject(new RetryableError("store_unavailable", "did not"));
    ports.jobs.claim = fail;
    ports.payloads.get = fail;
    await invoke(name);
    expect(stepsFailed()).toEqual(["store_unavailable"]);
  });

  test("that runs out of time is logged as a timeout", async () => {
    await invoke("acknowledge", "freeze");
    ports.payloads.putOnce = () => new Promise(() => {});
    const brief = { getRemainingTimeInMillis: () => 5_020 } as Context;
    await expect(build("run")({ ...ports.input, context: frozen }, brief)).rejects.toMatchObject({
      name: "OutOfTimeError",
    });
    expect(log.lines.at(-1)?.message).toBe("step failed");
  });
});

describe("the log lines of a step", () => {
  const ids = () => ({
    job_id: ports.job.job_id,
    attempt: 1,
    execution: `${ports.job.job_id}-r1`,
    delivery_id: ports.job.delivery_id,
    intent_key: ports.job.intent_key,
    repo: "octo-demo/payments",
    pr_number: 7,
    employee,
  });

  test("have the IDs of the job, and of the comment as soon as it exists", async () => {
    await invoke("acknowledge", "freeze", "run", "publishResult");
    const comment_id = ports.writer.comments[0]?.id;
    expect(comment_id).toEqual(expect.any(Number));
    const done = { level: "info", message: "step done", fields: { ...ids(), comment_id } };
    const finished = { level: "info", message: "job finished", fields: { ...ids(), comment_id } };
    expect(log.lines).toMatchObject([done, done, done, finished, done]);
    expect(log.started).toBe(4);
  });

  test("have no key of a run's objects, which would allow reading them", async () => {
    await invoke("acknowledge", "freeze", "run", "publishResult");
    expect(log.lines).toHaveLength(5);
    expect(JSON.stringify(frozen)).toMatch(/"(contexts|results)\//);
    expect(log.text()).not.toMatch(/(contexts|results)\//);
  });

  test("have the known IDs if the step fails", async () => {
    ports.writer.fault("react", new PermanentError("github_refused", "GitHub refused the App (HTTP 403)"));
    await invoke("acknowledge");
    expect(log.lines).toMatchObject([
      { level: "error", message: "step failed", fields: { ...ids(), code: "github_refused" } },
    ]);
    expect(log.lines[0]?.fields).not.toHaveProperty("comment_id");
  });

  test("have the comment's ID even if recording it fails", async () => {
    const { save } = ports.jobs;
    ports.jobs.save = (job, change) =>
      change.comment?.phase === "POSTED"
        ? Promise.reject(new RetryableError("job_table_unavailable", "did not"))
        : save(job, change);
    await invoke("acknowledge");
    const comment_id = ports.writer.comments[0]?.id;
    expect(log.lines).toMatchObject([{ level: "error", fields: { ...ids(), comment_id } }]);
  });

  test("have the input's IDs if the job cannot be read", async () => {
    ports.jobs.claim = () => Promise.reject(new RetryableError("job_table_unavailable", "did not"));
    await invoke("acknowledge");
    const { job_id, attempt, execution } = ids();
    expect(log.lines).toMatchObject([{ level: "error", fields: { job_id, attempt, execution } }]);
  });

  test("never have the IDs of another job in the same process", async () => {
    const handler = build("acknowledge");
    await handler(ports.input, context());
    await handler({ job_id: "missing", attempt: 3 }, context()).catch(() => null);
    const [, second] = log.lines;
    const { job_id, attempt, execution, error, code, detail, ...rest } = second?.fields ?? {};
    expect([job_id, attempt, execution]).toEqual(["missing", 3, "missing-r3"]);
    expect([error, code, detail]).toEqual(["FencedError", "job_taken_over", expect.any(String)]);
    expect(rest).toEqual({});
  });
});
