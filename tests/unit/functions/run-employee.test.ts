import { describe, expect, test } from "@jest/globals";
import { contextName, resultKey } from "../../../core/employees/frozen-task.ts";
import type { EmployeeResult, EmployeeTask, Runner } from "../../../core/employees/runner.ts";
import { RetryableError } from "../../../core/errors.ts";
import { isRunInput } from "../../../core/generated/validators.mjs";
import { executionName } from "../../../core/jobs/job-id.ts";
import type { LogIds } from "../../../core/jobs/log-ids.ts";
import { requireObjects, runEmployee } from "../../../functions/run-employee/run-employee.ts";
import { createFakePayloadStore } from "../../fakes/payload-store.ts";
import { anEmployee } from "../../fakes/records/employee.ts";
import { fakeRunners } from "../../fakes/runners.ts";

const result: EmployeeResult = {
  outcome: "answered",
  markdown: "All good.",
  usage: { input_tokens: 5, output_tokens: 2 },
};
const task = {
  job_id: "abc-summary",
  employee: "summary",
  command: { name: "summary", text: "", arguments: {} },
  requested_by: "octavia",
  ids: { job_id: "abc-summary", attempt: 1, delivery_id: "d-1", execution: executionName("abc-summary", 1) },
};
const key = resultKey("r".repeat(48));
const signal = () => new AbortController().signal;
const never: Runner = () => Promise.reject(new Error("the wrong runner was asked"));
const answering: Runner = async () => result;

/** A frozen task, and a runner that records its calls. */
async function prepared(runner: Runner) {
  const payloads = createFakePayloadStore();
  const frozen = { version: 1, title: "Refunds", task };
  const context = await payloads.put(contextName("c".repeat(48)), JSON.stringify(frozen));
  const noted: LogIds[] = [];
  return {
    input: { job_id: task.job_id, attempt: 2, context: { objects: { context, result: key } } },
    noted,
    ports: {
      payloads,
      roster: [anEmployee()],
      runners: fakeRunners({ builtin: runner }),
      noteIds: (ids: LogIds) => void noted.push(ids),
    },
    stored: () => JSON.parse(payloads.objects.get(key) ?? "null") as unknown,
  };
}

test("the employee gets its task, and its result is stored under the execution's key", async () => {
  const tasks: EmployeeTask[] = [];
  const { input, ports, stored } = await prepared(async (given) => {
    tasks.push(given);
    return result;
  });

  expect(await runEmployee(input, ports, signal())).toEqual({ result: "stored" });

  expect(tasks).toEqual([
    {
      job_id: task.job_id,
      attempt: 2,
      employee: anEmployee(),
      command: task.command,
      requested_by: "octavia",
      context: { version: 1, title: "Refunds" },
    },
  ]);
  expect(stored()).toEqual(result);
});

test("a task that an earlier attempt froze is logged under this attempt and its execution", async () => {
  const { input, ports, noted } = await prepared(answering);
  await runEmployee(input, ports, signal());
  const execution = executionName(task.job_id, 2);
  expect(noted).toEqual([{ job_id: task.job_id, attempt: 2, delivery_id: "d-1", execution }]);
});

test("the employee's runner is called", async () => {
  const { input, ports } = await prepared(never);
  const roster = [anEmployee({ runner: "model", model: "anthropic/x" })];
  const runners = fakeRunners({ model: answering });
  expect(await runEmployee(input, { ...ports, roster, runners }, signal())).toEqual({ result: "stored" });
});

test("a repeated step with a stored result does not run the employee again", async () => {
  const { input, ports, stored } = await prepared(answering);
  await runEmployee(input, ports, signal());
  const runners = fakeRunners();
  expect(await runEmployee(input, { ...ports, runners }, signal())).toEqual({ result: "found" });
  expect(stored()).toEqual(result);
});

test("case 12: an old attempt cannot change the result that its successor stored", async () => {
  const { input, ports, stored } = await prepared(answering);
  const slow: Runner = async () => {
    await runEmployee(input, ports, signal());
    return { ...result, markdown: "late" };
  };
  const late = runEmployee(input, { ...ports, runners: fakeRunners({ builtin: slow }) }, signal());
  expect(await late).toEqual({ result: "found" });
  expect(stored()).toEqual(result);
});

describe("a failing employee", () => {
  test("leaves no result if the failure is temporary, and the workflow retries it", async () => {
    const overloaded = new RetryableError("model_overloaded", "overloaded");
    const { input, ports, stored } = await prepared(() => Promise.reject(overloaded));
    await expect(runEmployee(input, ports, signal())).rejects.toMatchObject({ code: "model_overloaded" });
    expect(stored()).toBeNull();
  });

  test("fails permanently if it takes too long", async () => {
    const patient: Runner = (_task, given) =>
      new Promise((_resolve, reject) => given.addEventListener("abort", () => reject(given.reason)));
    const { input, ports } = await prepared(patient);
    const roster = [anEmployee({ timeout_seconds: 0.01 })];
    await expect(runEmployee(input, { ...ports, roster }, signal())).rejects.toMatchObject({
      name: "PermanentError",
      code: "employee_timeout",
      message: "summary took longer than 0.01 s",
    });
  });

  test("fails with the runner's error if the function ends, not with its own timeout", async () => {
    const stop = new AbortController();
    const patient: Runner = (_task, given) =>
      new Promise((_resolve, reject) => {
        given.addEventListener("abort", () => reject(new Error("stopped")));
        stop.abort();
      });
    const { input, ports } = await prepared(patient);
    await expect(runEmployee(input, ports, stop.signal)).rejects.toThrow("stopped");
  });
});

test("a missing or changed task does not run", async () => {
  const { input, ports } = await prepared(never);
  ports.payloads.objects.set(input.context.objects.context.key, "{}");
  await expect(runEmployee(input, ports, signal())).rejects.toMatchObject({ code: "payload_altered" });
  ports.payloads.objects.clear();
  await expect(runEmployee(input, ports, signal())).rejects.toMatchObject({ code: "payload_gone" });
});

describe("the input", () => {
  test("has both objects if this version froze the context", async () => {
    const { input } = await prepared(never);
    expect(requireObjects(input, isRunInput)).toEqual(input);
    // The definition of an earlier version passes everything that the execution has.
    const whole = { ...input, acknowledged: { next: "run" }, context: { next: "run", ...input.context } };
    expect(requireObjects(whole, isRunInput)).toEqual(whole);
  });

  test.each([
    ["an earlier version froze it", { next: "run" }],
    ["the result has a key that can be guessed", { objects: { context: {}, result: "results/abc-r1.json" } }],
    ["the result has another place", { objects: { context: {}, result: `contexts/${"r".repeat(48)}.json` } }],
  ])("ends the execution without a comment if %s: the sweeper starts another attempt", (_why, context) => {
    const input = { job_id: "abc-summary", attempt: 1, context };
    const run = () => requireObjects(input, isRunInput);
    expect(run).toThrow(expect.objectContaining({ name: "FencedError", code: "execution_outdated" }));
  });
});
