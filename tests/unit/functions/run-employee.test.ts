import { describe, expect, test } from "@jest/globals";
import type { EmployeeResult, EmployeeTask, Runner } from "../../../functions/core/employees/runner.ts";
import { RetryableError } from "../../../functions/core/errors.ts";
import { runEmployee } from "../../../functions/run-employee/run-employee.ts";
import { createStepPorts } from "../../fakes/answering.ts";
import { anEmployee } from "../../fakes/records/employee.ts";

const result: EmployeeResult = {
  outcome: "answered",
  markdown: "All good.",
  usage: { input_tokens: 5, output_tokens: 2 },
};
const signal = () => new AbortController().signal;
const never: Runner = () => Promise.reject(new Error("the wrong runner was asked"));

/** A job whose context is frozen, and a runner that says what it was asked. */
async function prepared(runner: Runner, change: Parameters<typeof createStepPorts>[0] = {}) {
  const step = createStepPorts();
  const context_ref = await step.payloads.put("contexts/a.json", '{"version":1,"title":"Refunds"}');
  step.jobs.put({ ...step.job, context_ref, ...change });
  return { ...step, runners: { builtin: runner, model: never } };
}

const answering: Runner = async () => result;

test("the employee gets its task, and its result is stored", async () => {
  const tasks: EmployeeTask[] = [];
  const ports = await prepared(async (task) => {
    tasks.push(task);
    return result;
  });

  expect(await runEmployee(ports.input, ports, signal())).toEqual({ outcome: "answered" });

  expect(tasks).toEqual([
    {
      job_id: ports.job.job_id,
      attempt: 1,
      employee: anEmployee(),
      command: ports.job.command,
      requested_by: "octavia",
      context: { version: 1, title: "Refunds" },
    },
  ]);
  const job = await ports.stored();
  expect(job).toMatchObject({ state: "WORKER_SUCCEEDED", outcome: "answered" });
  expect(job.result_ref?.key).toMatch(new RegExp(`^results/${job.job_id}-r1-[0-9a-f]{64}\\.json$`));
  expect(await ports.payloads.get(job.result_ref ?? (await ports.payloads.put("x", "{}")))).toEqual(result);
  expect(job.last_event).toMatchObject({
    actor: "run-employee",
    reason: "answered",
    ids: { input_tokens: 5, output_tokens: 2, execution: "arn:execution:r1" },
  });
});

test("the runner that the employee names is the one that is asked", async () => {
  const ports = await prepared(never);
  ports.roster = [anEmployee({ runner: "model", model: "anthropic/x" })];
  const runners = { builtin: never, model: answering };
  expect(await runEmployee(ports.input, { ...ports, runners }, signal())).toEqual({ outcome: "answered" });
});

test("a repeat after the result was stored does not ask again", async () => {
  const ports = await prepared(answering);
  await runEmployee(ports.input, ports, signal());
  const before = await ports.stored();
  const runners = { builtin: never, model: never };
  expect(await runEmployee(ports.input, { ...ports, runners }, signal())).toEqual({ outcome: "answered" });
  expect(await ports.stored()).toEqual({ ...before, fence: before.fence + 1 });
});

test("a repeat after a crash in mid-work asks again", async () => {
  const ports = await prepared(answering, { state: "WORKER_RUNNING" });
  expect(await runEmployee(ports.input, ports, signal())).toEqual({ outcome: "answered" });
});

test("case 12: an owner that wakes after another has taken over cannot write its result", async () => {
  const ports = await prepared(answering);
  const slow: Runner = async () => {
    await ports.jobs.claim(ports.job.job_id, 1);
    return { ...result, markdown: "late" };
  };
  const late = runEmployee(ports.input, { ...ports, runners: { builtin: slow, model: never } }, signal());
  await expect(late).rejects.toMatchObject({ name: "FencedError" });
  expect(await ports.stored()).toMatchObject({ state: "WORKER_RUNNING", result_ref: null });
});

test("case 12: nor can it spoil the result of the one that took over", async () => {
  const ports = await prepared(answering);
  const slow: Runner = async () => {
    await runEmployee(ports.input, ports, signal());
    return { ...result, markdown: "late" };
  };
  const late = runEmployee(ports.input, { ...ports, runners: { builtin: slow, model: never } }, signal());
  await expect(late).rejects.toMatchObject({ name: "FencedError" });
  const { state, result_ref } = await ports.stored();
  expect(state).toBe("WORKER_SUCCEEDED");
  expect(result_ref && (await ports.payloads.get(result_ref))).toEqual(result);
});

describe("an employee that fails", () => {
  test("for a time is tried again by the workflow", async () => {
    const ports = await prepared(() => Promise.reject(new RetryableError("model_overloaded", "overloaded")));
    await expect(runEmployee(ports.input, ports, signal())).rejects.toMatchObject({
      code: "model_overloaded",
    });
    expect((await ports.stored()).state).toBe("WORKER_RUNNING");
  });

  test("by taking longer than it may fails for good", async () => {
    const patient: Runner = (_task, given) =>
      new Promise((_resolve, reject) => given.addEventListener("abort", () => reject(given.reason)));
    const ports = await prepared(patient);
    ports.roster = [anEmployee({ timeout_seconds: 0.01 })];
    await expect(runEmployee(ports.input, ports, signal())).rejects.toMatchObject({
      name: "PermanentError",
      code: "employee_timeout",
      message: "summary took longer than 0.01 s",
    });
  });

  test("because the function ends fails as the runner says, not as its own timeout", async () => {
    const stop = new AbortController();
    const patient: Runner = (_task, given) =>
      new Promise((_resolve, reject) => {
        given.addEventListener("abort", () => reject(new Error("stopped")));
        stop.abort();
      });
    const ports = await prepared(patient);
    const running = runEmployee(ports.input, ports, stop.signal);
    await expect(running).rejects.toThrow("stopped");
  });
});

test("without a frozen context there is nothing to work on", async () => {
  const ports = await prepared(never, { context_ref: null });
  await expect(runEmployee(ports.input, ports, signal())).rejects.toMatchObject({ code: "context_missing" });
});

test("a result of nobody's is no outcome of the employee's", async () => {
  const ports = await prepared(never, { state: "WORKER_SUCCEEDED", outcome: "failed" });
  expect(await runEmployee(ports.input, ports, signal())).toEqual({ outcome: null });
});
