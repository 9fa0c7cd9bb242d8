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

const steps = { acknowledge, freeze, run, publishResult, compensate, publishFailure };
const model = () => Promise.reject(new Error("no model here"));
const failure = { Error: "PermanentError", Cause: "{}" };

let ports: StepPorts;
let log: FakeLog;
/** What freeze-context left in the execution. */
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
  return steps[name]({ ...given, log, model }) as Handler;
};

const context = () => ({ getRemainingTimeInMillis: () => 60_000 }) as Context;

/** Runs steps through their whole chains, one after the other. */
async function invoke(...names: Step[]): Promise<void> {
  for (const name of names) {
    const given = { ...ports.input, failure, context: frozen ?? {} };
    const output = await build(name)(given, context()).catch(() => null);
    if (name === "freeze") frozen = output;
  }
}

const counted = () => ports.metrics.counted.map(({ name, dimensions }) => [name, dimensions]);
const timed = () => ports.metrics.timed.map(({ name, ...rest }) => [name, rest]);
const employee = "summary";

describe("a job counts where it ends", () => {
  test("answered: once, with its time since the webhook came in", async () => {
    ports.clock.advance(4_000);
    await invoke("acknowledge", "freeze", "run", "publishResult");
    expect(counted()).toEqual([["JobFinished", { outcome: "answered", employee }]]);
    expect(timed()).toEqual([["ReceiptToAnswer", { milliseconds: 14_000, dimensions: { employee } }]]);
  });

  test("answered: not again when the step is repeated, which is refused", async () => {
    await invoke("acknowledge", "freeze", "run", "publishResult", "publishResult");
    expect(counted()).toEqual([
      ["JobFinished", { outcome: "answered", employee }],
      ["StepFailed", { reason: "job_taken_over" }],
    ]);
    expect(timed()).toHaveLength(1);
  });

  test("failed: when it has been told", async () => {
    await invoke("acknowledge", "compensate");
    expect(counted()).toEqual([]);
    await invoke("publishFailure");
    expect(counted()).toEqual([["JobFinished", { outcome: "failed", employee }]]);
    expect(timed()).toMatchObject([["ReceiptToAnswer", { dimensions: { employee } }]]);
  });

  test("refused, which is no answer", async () => {
    ports.reader.repository.permissions = {};
    ports.jobs.put(aJob({ employee: "security" }));
    await invoke("acknowledge");
    expect(counted()).toEqual([["JobFinished", { outcome: "refused", employee: "security" }]]);
    expect(timed()).toEqual([]);
  });

  test("failed even if the pull request cannot be updated", async () => {
    await invoke("acknowledge");
    ports.writer.fault("updateComment", new PermanentError("github_gone", "GitHub has it no more"));
    await invoke("publishFailure");
    expect(counted()).toEqual([["JobFinished", { outcome: "failed", employee }]]);
  });

  test("a record from before the receipt was kept is timed from its creation", async () => {
    const { received_at: _, ...older } = aJob();
    ports.jobs.put(older);
    ports.clock.advance(1_000);
    await invoke("acknowledge", "freeze", "run", "publishResult");
    expect(timed()).toEqual([["ReceiptToAnswer", { milliseconds: 1_000, dimensions: { employee } }]]);
  });
});

describe("a step that fails", () => {
  test.each(Object.keys(steps) as Step[])("%s counts by its code", async (name) => {
    if (name === "run") await invoke("freeze");
    const fail = () => Promise.reject(new RetryableError("store_unavailable", "did not"));
    ports.jobs.claim = fail;
    ports.payloads.get = fail;
    await invoke(name);
    expect(counted()).toEqual([["StepFailed", { reason: "store_unavailable" }]]);
  });

  test("for a fault of our own counts as that", async () => {
    ports.jobs.claim = () => Promise.reject(new TypeError("my-very-private-words"));
    await invoke("acknowledge");
    expect(counted()).toEqual([["StepFailed", { reason: "unexpected_error" }]]);
  });

  test("for want of time counts as a timeout", async () => {
    await invoke("acknowledge", "freeze");
    ports.payloads.putOnce = () => new Promise(() => {});
    const brief = { getRemainingTimeInMillis: () => 5_020 } as Context;
    await expect(build("run")({ ...ports.input, context: frozen }, brief)).rejects.toMatchObject({
      name: "OutOfTimeError",
    });
    expect(counted()).toEqual([["StepFailed", { reason: "timeout" }]]);
  });
});

describe("the lines of a step", () => {
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

  test("carry the ids of its job, and the comment's from when it is there", async () => {
    await invoke("acknowledge", "freeze", "run", "publishResult");
    const comment_id = ports.writer.comments[0]?.id;
    expect(comment_id).toEqual(expect.any(Number));
    const done = { level: "info", message: "step done", fields: { ...ids(), comment_id } };
    expect(log.lines).toMatchObject([done, done, done, done]);
    expect(log.begun).toBe(4);
  });

  test("carry no key of a run's objects, by which their texts could be read", async () => {
    await invoke("acknowledge", "freeze", "run", "publishResult");
    expect(log.lines).toHaveLength(4);
    expect(JSON.stringify(frozen)).toMatch(/"(contexts|results)\//);
    expect(log.text()).not.toMatch(/(contexts|results)\//);
  });

  test("carry them when it fails, as far as they are known", async () => {
    ports.writer.fault("react", new PermanentError("github_refused", "GitHub refused the App (HTTP 403)"));
    await invoke("acknowledge");
    expect(log.lines).toMatchObject([
      { level: "error", message: "step failed", fields: { ...ids(), code: "github_refused" } },
    ]);
    expect(log.lines[0]?.fields).not.toHaveProperty("comment_id");
  });

  test("carry the comment's id though the write that was to keep it failed", async () => {
    const { save } = ports.jobs;
    ports.jobs.save = (job, change) =>
      change.comment?.phase === "POSTED"
        ? Promise.reject(new RetryableError("job_table_unavailable", "did not"))
        : save(job, change);
    await invoke("acknowledge");
    const comment_id = ports.writer.comments[0]?.id;
    expect(log.lines).toMatchObject([{ level: "error", fields: { ...ids(), comment_id } }]);
  });

  test("carry the input's ids when the job cannot be read", async () => {
    ports.jobs.claim = () => Promise.reject(new RetryableError("job_table_unavailable", "did not"));
    await invoke("acknowledge");
    const { job_id, attempt, execution } = ids();
    expect(log.lines).toMatchObject([{ level: "error", fields: { job_id, attempt, execution } }]);
  });

  test("of one job never carry what another one had, in the same process", async () => {
    const handler = build("acknowledge");
    await handler(ports.input, context());
    await handler({ job_id: "nobody", attempt: 3 }, context()).catch(() => null);
    const [, second] = log.lines;
    const { job_id, attempt, execution, error, code, detail, ...rest } = second?.fields ?? {};
    expect([job_id, attempt, execution]).toEqual(["nobody", 3, "nobody-r3"]);
    expect([error, code, detail]).toEqual(["FencedError", "job_taken_over", expect.any(String)]);
    expect(rest).toEqual({});
  });
});
