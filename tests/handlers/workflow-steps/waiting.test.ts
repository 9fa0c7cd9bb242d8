import { describe, expect, test } from "@jest/globals";
import type { Context } from "aws-lambda";
import { CircuitOpenError } from "../../../core/errors.ts";
import { failureCode } from "../../../core/jobs/job-failure.ts";
import { createHandler as acknowledge } from "../../../functions/acknowledge-job/handler.ts";
import { createHandler as freeze } from "../../../functions/freeze-context/handler.ts";
import { createHandler as run } from "../../../functions/run-employee/handler.ts";
import { createStepPorts } from "../../fakes/answering.ts";
import { createFakeLog } from "../../fakes/log.ts";
import { fakeRunners } from "../../fakes/runners.ts";

const context = { getRemainingTimeInMillis: () => 60_000 } as Context;
const circuitOpen = new CircuitOpenError("circuit_open", "Calls to github are blocked for another 120 s", {
  seconds: 120,
  cause: new Error("quoting a comment"),
});

/** A step's ports, with its job. */
function aStep() {
  const { roster: _, ...ports } = createStepPorts();
  const log = createFakeLog();
  const model = () => Promise.reject(new Error("no model here"));
  return { ports, log, deps: { ...ports, log, runners: fakeRunners({ model }) } };
}

const thrownBy = (promise: Promise<unknown>): Promise<Error> =>
  promise.then(
    () => new Error("nothing was thrown"),
    (error: Error) => error,
  );

describe("a step that waits", () => {
  test("throws an error with a name of its own, for which the workflow waits", async () => {
    const { ports, deps } = aStep();
    ports.reader.fail(circuitOpen);
    const error = await thrownBy(acknowledge(deps)(ports.input, context));
    expect([error.name, error.message, error.stack]).toEqual([
      "CircuitOpenError",
      "[circuit_open] Calls to github are blocked for another 120 s",
      "",
    ]);
    const cause = JSON.stringify({ errorType: error.name, errorMessage: error.message });
    expect(failureCode({ Error: error.name, Cause: cause })).toBe("circuit_open");
  });

  test("has not failed: one line says what it waits for, and nothing is counted", async () => {
    const { ports, log, deps } = aStep();
    ports.reader.fail(circuitOpen);
    await thrownBy(acknowledge(deps)(ports.input, context));
    const fields = { job_id: ports.job.job_id, code: "circuit_open", seconds: 120 };
    expect(log.lines).toMatchObject([{ level: "info", message: "step waits", fields }]);
    expect(log.text()).not.toContain("quoting");
    expect(ports.metrics.counted).toEqual([]);
  });
});

test("an employee that waits for its provider records no starts", async () => {
  const { ports, deps } = aStep();
  const admit = () => Promise.reject(circuitOpen);
  for (let n = 0; n < 3; n += 1) await thrownBy(freeze({ ...deps, admit })(ports.input, context));
  expect(await ports.stored()).toMatchObject({ state: "DISPATCHED", version: ports.job.version });
});

test("a job with a result does not wait for a provider", async () => {
  const { ports, deps } = aStep();
  const frozen = await freeze(deps)(ports.input, context);
  const input = { ...ports.input, context: frozen };
  await run(deps)(input, context);
  const model = () => Promise.reject(circuitOpen);
  expect(await run({ ...deps, runners: fakeRunners({ model }) })(input, context)).toEqual({
    result: "found",
  });
});
