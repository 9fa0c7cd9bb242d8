import { expect, test } from "@jest/globals";
import { classifyEmployeeError, createEmployeeCircuits } from "../../../../adapters/employees/circuits.ts";
import { networkError, statusError } from "../../../../adapters/employees/failure.ts";
import { createOutages } from "../../../../adapters/employees/outages.ts";
import { PermanentError, RetryableError } from "../../../../core/errors.ts";
import { createCircuitParts } from "../../../fakes/circuits.ts";
import { createTestClock } from "../../../fakes/clock.ts";

const failWith = (error: Error) => () => Promise.reject(error);
const open = { name: "CircuitOpenError", code: "circuit_open" };

test("an employee that fails three times in a row is not called for thirty seconds; others are", async () => {
  const clock = createTestClock();
  const parts = createCircuitParts(clock);
  const circuits = createEmployeeCircuits(parts);
  const down = failWith(networkError(Object.assign(new Error("refused"), { code: "ECONNREFUSED" })));
  await expect(circuits.run("legacy", down)).rejects.toMatchObject({ name: "RetryableError" });
  await expect(circuits.run("legacy", down)).rejects.toMatchObject({ name: "RetryableError" });
  await expect(circuits.run("legacy", down)).rejects.toMatchObject({ ...open, seconds: 30 });

  const other = createEmployeeCircuits(parts);
  await expect(other.run("legacy", async () => "called")).rejects.toMatchObject(open);
  expect(await other.run("lint", async () => "called")).toBe("called");
  clock.advance(30_000);
  expect(await other.run("legacy", async () => "back")).toBe("back");
  expect([...parts.store.circuits.keys()]).toEqual(["circuit#employee#legacy"]);
});

test("Retry-After is kept for all instances, for at most an hour", async () => {
  const clock = createTestClock();
  const parts = createCircuitParts(clock);
  const limited = (ms: number) => failWith(statusError(429, ms));
  await expect(createEmployeeCircuits(parts).run("legacy", limited(120_000))).rejects.toMatchObject({
    ...open,
    seconds: 120,
  });
  await expect(createEmployeeCircuits(parts).run("lint", limited(10 * 86_400_000))).rejects.toMatchObject({
    seconds: 3_600,
  });
});

test.each([
  ["an outage", statusError(503, null), { kind: "failure", reason: "employee_http_503" }],
  ["a limit", statusError(429, null), { kind: "limit", reason: "employee_http_429" }],
  ["a maintenance", statusError(503, 5_000), { kind: "limit", waitMs: 5_000, allCallers: true }],
  ["a refused task", statusError(422, null), { kind: "answer" }],
  ["a redirect", statusError(307, null), { kind: "answer" }],
  ["garbage", new PermanentError("result_malformed", "m"), { kind: "answer" }],
  ["a refused host", new PermanentError("employee_host_refused", "m"), { kind: "nothing" }],
  ["Secrets Manager", new RetryableError("secrets_unavailable", "m"), { kind: "nothing" }],
  ["an error of our own code", new TypeError("m"), { kind: "nothing" }],
])("%s", (_, error, verdict) => {
  expect(classifyEmployeeError(error)).toMatchObject(verdict);
});

test("the outage of an employee outside is its own, that of a model its provider's; a builtin employee has none", async () => {
  const clock = createTestClock();
  const parts = createCircuitParts(clock);
  const outageOf = createOutages(parts, "test");
  const down = failWith(statusError(503, null));
  for (let n = 0; n < 3; n += 1) {
    await createEmployeeCircuits(parts)
      .run("legacy", failWith(statusError(503, 60_000)))
      .catch(() => {});
  }
  await expect(createEmployeeCircuits(parts).run("lint", down)).rejects.toMatchObject({
    name: "RetryableError",
  });
  const webhook = { runner: "webhook", model: null } as const;

  expect(await outageOf({ name: "legacy", ...webhook })).toEqual({ provider: "employee", since: clock() });
  expect(await outageOf({ name: "lint", ...webhook })).toBeNull();
  expect(await outageOf({ name: "legacy", runner: "builtin", model: null })).toBeNull();
  clock.advance(60_000);
  expect(await outageOf({ name: "legacy", ...webhook })).toBeNull();
});
