import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import type { Context } from "aws-lambda";
import { PermanentError, RetryableError } from "../../../core/errors.ts";
import { failureCode } from "../../../core/jobs/job-failure.ts";
import { createHandler as acknowledge } from "../../../functions/acknowledge-job/handler.ts";
import { createHandler as compensate } from "../../../functions/compensate-job/handler.ts";
import { createHandler as freeze } from "../../../functions/freeze-context/handler.ts";
import { createHandler as publishFailure } from "../../../functions/publish-failure/handler.ts";
import { createHandler as publishResult } from "../../../functions/publish-result/handler.ts";
import { createHandler as run } from "../../../functions/run-employee/handler.ts";
import { createStepPorts, type StepPorts } from "../../fakes/answering.ts";
import { createFakeLog } from "../../fakes/log.ts";
import { fakeRunners } from "../../fakes/runners.ts";

const steps = { acknowledge, freeze, run, publishResult, compensate, publishFailure };
const model = () => Promise.reject(new Error("no model here"));
const failure = { Error: "PermanentError", Cause: "[context_missing] The job has no frozen context" };
const printed: string[] = [];

let ports: StepPorts;
/** What freeze-context returned to the execution. */
let frozen: unknown;
let log = createFakeLog();

beforeEach(() => {
  ports = createStepPorts();
  log = createFakeLog();
  frozen = {};
  printed.length = 0;
  for (const stream of ["log", "error", "warn"] as const) {
    jest.spyOn(console, stream).mockImplementation((...args) => void printed.push(args.join(" ")));
  }
});

afterEach(() => {
  jest.restoreAllMocks();
});

/** Runs a step through its complete chain. */
async function invoke(
  name: keyof typeof steps,
  input: object | null,
  remainingMs = 60_000,
): Promise<unknown> {
  const { roster: _, ...given } = ports;
  const handler = steps[name]({ ...given, log, runners: fakeRunners({ model }) }) as (
    event: unknown,
    context: Context,
  ) => Promise<unknown>;
  const event = input && structuredClone({ context: frozen, ...input });
  const output = await handler(event, { getRemainingTimeInMillis: () => remainingMs } as Context);
  if (name === "freeze") frozen = output;
  return output;
}

const thrownBy = (promise: Promise<unknown>): Promise<Error> =>
  promise.then(
    () => new Error("nothing was thrown"),
    (error: Error) => error,
  );

/** A failure as Step Functions passes it to the next state. */
const asFailure = ({ name, message }: Error) => ({
  Error: name,
  Cause: JSON.stringify({ errorType: name, errorMessage: message, trace: [] }),
});

test("a job passes through all steps to one answer", async () => {
  expect(await invoke("acknowledge", ports.input)).toEqual({ next: "run" });
  expect(await invoke("freeze", ports.input)).toMatchObject({ next: "run" });
  expect(await invoke("run", ports.input)).toEqual({ result: "stored" });
  expect(await invoke("publishResult", ports.input)).toEqual({ published: true });
  expect((await ports.stored()).state).toBe("NOTIFIED");
  expect(ports.writer.bodies()).toHaveLength(1);
  expect([...ports.writer.reactions.values()]).toEqual(["+1"]);
  const done = { level: "info", message: "step done", fields: { job_id: ports.job.job_id, attempt: 1 } };
  expect(log.lines).toMatchObject([done, done, done, { message: "job finished" }, done]);
});

test("a failed job is compensated, and its comment shows the code", async () => {
  await invoke("acknowledge", ports.input);
  await invoke("freeze", ports.input);
  ports.payloads.objects.clear();
  const thrown = await thrownBy(invoke("run", ports.input));
  const failed = { ...ports.input, failure: asFailure(thrown) };
  expect(await invoke("compensate", failed)).toEqual({ code: "payload_gone" });
  expect(await invoke("publishFailure", failed)).toEqual({ published: true });
  expect(ports.writer.bodies()).toEqual([expect.stringContaining("(`payload_gone`)")]);
});

test("every step can be repeated with the same end", async () => {
  await invoke("acknowledge", ports.input);
  await invoke("acknowledge", ports.input);
  await invoke("freeze", ports.input);
  await invoke("freeze", ports.input);
  await invoke("run", ports.input);
  await invoke("run", ports.input);
  await invoke("publishResult", ports.input);
  expect((await thrownBy(invoke("publishResult", ports.input))).name).toBe("FencedError");
  expect(ports.writer.bodies()).toHaveLength(1);
});

describe.each(Object.keys(steps) as (keyof typeof steps)[])("%s", (name) => {
  const input = () => (/compensate|publishFailure/.test(name) ? { ...ports.input, failure } : ports.input);

  /** The first read of the step: the job, or the frozen task if the step has no access to jobs. */
  async function failsFirst(error: Error): Promise<void> {
    if (name === "run") await invoke("freeze", ports.input);
    log.lines.length = 0;
    const fail = () => Promise.reject(error);
    if (name === "run") ports.payloads.get = fail;
    else ports.jobs.claim = fail;
  }

  test.each([
    ["nothing", null],
    ["no job", { attempt: 1, failure }],
    ["an empty job", { job_id: "", attempt: 1, failure }],
    ["attempt 0", { job_id: "j", attempt: 0, failure }],
    ["a text as attempt", { job_id: "j", attempt: "1", failure }],
  ])("an input of %s fails permanently", async (_what, bad) => {
    const error = await thrownBy(invoke(name, bad));
    expect([error.name, error.message]).toEqual([
      "PermanentError",
      "[invalid_input] The workflow's input does not match this step's schema",
    ]);
  });

  test("an old attempt throws FencedError, which stops the workflow", async () => {
    const error = await thrownBy(invoke(name, { ...input(), attempt: 7 }));
    expect(error.name).toBe("FencedError");
    // The employee's process cannot read jobs: an execution without objects comes from an earlier version.
    expect(error.message).toMatch(
      name === "run"
        ? /^\[execution_outdated\] /
        : /^\[job_taken_over\] Job \S+ has finished or another step/,
    );
  });

  test("an unavailable store throws RetryableError, which the workflow retries", async () => {
    const cause = new Error("quoting a secret");
    await failsFirst(new RetryableError("store_unavailable", "The store did not", { cause }));
    const error = await thrownBy(invoke(name, input()));
    expect([error.name, error.message, error.stack]).toEqual([
      "RetryableError",
      "[store_unavailable] The store did not",
      "",
    ]);
    expect(failureCode(asFailure(error))).toBe("store_unavailable");
    const fields = {
      job_id: ports.job.job_id,
      attempt: 1,
      error: "RetryableError",
      code: "store_unavailable",
    };
    expect(log.lines).toMatchObject([{ level: "error", message: "step failed", fields }]);
    expect(log.text()).not.toContain("quoting a secret");
  });

  test("case 20: an unexpected error reveals nothing, in the history or in the log", async () => {
    await failsFirst(new TypeError("cannot read my-very-private-words"));
    const error = await thrownBy(invoke(name, input()));
    expect([error.name, error.message]).toEqual([
      "UnexpectedError",
      "[unexpected_error] The function's log has the details",
    ]);
    expect(failureCode(asFailure(error))).toBe("unexpected_error");
    expect(log.lines).toMatchObject([{ fields: { error: "TypeError", frames: expect.any(Array) } }]);
    const { message, stack } = error;
    expect([log.text(), printed, message, stack].join()).not.toContain("private-words");
  });
});

test("an employee is stopped before Lambda ends the function, which is a timeout", async () => {
  await invoke("acknowledge", ports.input);
  await invoke("freeze", ports.input);
  ports.payloads.putOnce = () => new Promise(() => {});
  const error = await thrownBy(invoke("run", ports.input, 5_020));
  expect([error.name, error.message]).toEqual(["OutOfTimeError", "[timeout] The function ran out of time"]);
  expect(failureCode(asFailure(error))).toBe("timeout");
});

test("a permanent failure keeps its name and code", async () => {
  ports.writer.fault("react", new PermanentError("github_refused", "GitHub refused the App (HTTP 403)"));
  const error = await thrownBy(invoke("acknowledge", ports.input));
  expect([error.name, error.message]).toEqual([
    "PermanentError",
    "[github_refused] GitHub refused the App (HTTP 403)",
  ]);
});
