import { describe, expect, test } from "@jest/globals";
import { classifyModelError, createModelCircuits } from "../../../../adapters/models/circuits.ts";
import { ProviderFailure } from "../../../../adapters/models/failure.ts";
import { createModelRunner } from "../../../../adapters/models/runner.ts";
import { FencedError, PermanentError, RetryableError } from "../../../../core/errors.ts";
import { circuitStates, createCircuitParts } from "../../../fakes/circuits.ts";
import { createTestClock } from "../../../fakes/clock.ts";
import { employee, employeeTask } from "../../core/employees/records.ts";
import { failureOf, models, setUpModelRuns } from "./runs.ts";

const { settings, provider } = setUpModelRuns();
const signal = new AbortController().signal;

/** Each instance has its own runner; all of them share the circuits. */
function createWorld() {
  const clock = createTestClock();
  const parts = createCircuitParts(clock);
  const instance = () => {
    const circuits = createModelCircuits(parts, "test");
    const runner = createModelRunner({ settings: async () => settings(), circuits, stage: "test" });
    const run = (model: string) => runner(employeeTask({ employee: employee({ model }) }), signal);
    return { ...circuits, run };
  };
  return { clock, parts, instance };
}

describe.each(models)("%s", (name, model) => {
  const open = { name: "CircuitOpenError", code: "circuit_open" };

  test("gets no calls after three failures, one after thirty seconds, and all again once that succeeds", async () => {
    const { clock, parts, instance } = createWorld();
    const own = instance();
    provider().behave({ kind: "error", status: 503 });
    expect(await failureOf(own.run(model))).toMatchObject({ name: "RetryableError" });
    expect(await failureOf(own.run(model))).toMatchObject({ name: "RetryableError" });
    const third = await failureOf(own.run(model));
    expect(third).toMatchObject({ ...open, seconds: 30, cause: { code: "provider_overloaded" } });
    expect(await failureOf(instance().run(model))).toMatchObject(open);
    expect(provider().requests).toHaveLength(3);
    clock.advance(30_000);
    provider().behave({ kind: "answer", text: "Back." });
    expect(await instance().run(model)).toMatchObject({ markdown: "Back." });
    expect(circuitStates(parts.log)).toEqual(["open", "half_open", "closed"]);
    expect(parts.log.lines.map(({ fields }) => fields.provider)).toEqual([name, name, name]);
    expect(parts.metrics.counted).toEqual([{ name: "CircuitOpened", dimensions: {} }]);
    expect([...parts.store.circuits.keys()]).toEqual([`circuit#${name}#*`]);
  });

  test("has an outage while it gets no calls, and none while one job probes it", async () => {
    const { clock, parts, instance } = createWorld();
    const { run, outage } = instance();
    const asked = { runner: "model", model } as const;
    expect(await outage(asked)).toBeNull();
    provider().behave({ kind: "error", status: 503 });
    for (let n = 0; n < 3; n += 1) await failureOf(run(model));
    expect(await outage(asked)).toEqual({ provider: name, since: clock() });
    clock.advance(30_000);
    expect(await outage(asked)).toBeNull();
    const duringTheTry = await createModelCircuits(parts, "test").run(name, () => outage(asked));
    expect(circuitStates(parts.log)).toContain("half_open");
    expect(duringTheTry).toBeNull();
  });

  test("that throttles gets no calls for its retry-after, or for a minute", async () => {
    const { clock, instance } = createWorld();
    provider().behave({ kind: "error", status: 429, headers: { "retry-after": "7" } });
    expect(await failureOf(instance().run(model))).toMatchObject({ ...open, seconds: 7 });
    clock.advance(7_000);
    provider().behave({ kind: "error", status: 429 });
    expect(await failureOf(instance().run(model))).toMatchObject({ ...open, seconds: 120 });
    expect(provider().requests).toHaveLength(2);
  });

  test("that is overloaded gets no calls for its retry-after", async () => {
    const { instance } = createWorld();
    provider().behave({ kind: "error", status: 529, headers: { "retry-after": "45" } });
    expect(await failureOf(instance().run(model))).toMatchObject({ ...open, seconds: 45 });
  });

  test.each([400, 401, 403, 404, 413])("that refuses with %d is available", async (status) => {
    const { parts, instance } = createWorld();
    const own = instance();
    provider().behave({ kind: "error", status });
    for (let n = 0; n < 12; n += 1) {
      expect(await failureOf(own.run(model))).toMatchObject({ name: "PermanentError" });
    }
    expect(parts.store.circuits.size).toBe(0);
  });
});

describe("admission", () => {
  test("accepts employees without a model, and models with a closed circuit", async () => {
    const { instance } = createWorld();
    provider().behave({ kind: "error", status: 429, headers: { "retry-after": "7" } });
    const own = instance();
    await failureOf(own.run("anthropic/x"));
    const builtin = employee({ runner: "builtin", model: null });
    await expect(own.admit(builtin)).resolves.toBeUndefined();
    await expect(own.admit(employee({ model: "bedrock/x" }))).resolves.toBeUndefined();
    await expect(own.admit(employee({ model: "anthropic/y" }))).rejects.toMatchObject({ seconds: 7 });
  });
});

describe("errors of a provider", () => {
  const facts = { provider: "anthropic", status: 503, kind: null, request_id: null, network_code: null };
  const cause = (retry_after_seconds: number | null) =>
    new ProviderFailure({ ...facts, retry_after_seconds });
  const retryable = (code: string, seconds: number | null = null) =>
    new RetryableError(code, "it failed", { cause: cause(seconds) });

  test.each([
    ["provider_unreachable"],
    ["provider_timeout"],
    ["provider_overloaded"],
    ["provider_failed"],
    ["provider_malformed_answer"],
  ])("%s is a failure", (code) => {
    expect(classifyModelError(retryable(code))).toEqual({ kind: "failure", reason: code });
  });

  test.each([
    ["an answer without text", new RetryableError("provider_empty_answer", "empty")],
    ["a budget that was used up", new PermanentError("model_budget_too_small", "nothing said")],
  ])("%s is an answer", (_what, error) => {
    expect(classifyModelError(error)).toEqual({ kind: "answer" });
  });

  test.each([
    ["a call that was not sent", new PermanentError("model_call_failed", "no URL")],
    ["a call that we stopped", new RetryableError("model_call_aborted", "stopped")],
    ["a lease that was lost", new FencedError("job_taken_over", "another writer")],
    ["a fault of our own", new TypeError("x is not a function")],
  ])("%s does not count", (_what, error) => {
    expect(classifyModelError(error)).toEqual({ kind: "nothing" });
  });
});
