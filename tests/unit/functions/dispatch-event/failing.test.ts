import { beforeEach, expect, test } from "@jest/globals";
import { CircuitOpenError, RetryableError, UnclearError } from "../../../../core/errors.ts";
import { processMessage } from "../../../../functions/dispatch-event/dispatch-event.ts";
import { recordOutOfTime } from "../../../../functions/dispatch-event/failed-attempt.ts";
import { createDispatcherPorts, type DispatcherPorts } from "../../../fakes/dispatcher.ts";
import { anEnvelopeOf } from "../../../fakes/records/envelope.ts";
import { aPolicy } from "../../../fakes/records/policy.ts";

const envelope = anEnvelopeOf("/summary");
let ports: DispatcherPorts;

beforeEach(async () => {
  ports = createDispatcherPorts();
  await ports.deliveries.receive(envelope);
});

const processed = (of: { receives?: number } = {}) =>
  processMessage(JSON.stringify(envelope), { ...ports, ...of });
const last = () => ports.deliveries.find(envelope)?.last_failure;
const outage = new RetryableError("github_failed", "GitHub failed (HTTP 502)");

test.each([
  ["of ours by its code", outage, "github_failed"],
  ["that is unexpected by a code, without its text", new TypeError("do not tell"), "unexpected_error"],
])("a failed attempt is recorded with its delivery: an error %s", async (_what, error, code) => {
  ports.reader.fail(error);
  await expect(processed()).rejects.toBe(error);
  expect(last()).toEqual({ code, at: "2026-11-23T09:00:00.000Z" });
  expect(ports.deliveries.find(envelope)?.status).toBe("RECEIVED");
});

test("so is the circuit for which a message has waited too long", async () => {
  ports.reader.fail(new CircuitOpenError("circuit_open", "not called", { seconds: 60 }));
  await processed();
  expect(last()).toBeUndefined();
  ports.clock.advance(25 * 3_600_000);
  await expect(processed()).rejects.toMatchObject({ code: "circuit_open" });
  expect(last()).toMatchObject({ code: "circuit_open" });
});

test.each([["github_refused"], ["github_rejected"]])(
  "an unclear refusal is retried three times and final the fourth time: %s",
  async (code) => {
    const error = new UnclearError(code, "GitHub refused (HTTP 403)");
    ports.reader.fail(error);
    for (const receives of [1, 2, 3]) await expect(processed({ receives })).rejects.toBe(error);
    expect(last()).toMatchObject({ code });
    expect(await processed({ receives: 4 })).toEqual({ kind: "failed", reason: code });
    expect(ports.jobs.all()).toEqual([]);
  },
);

test("so is one for a job: the job ends, without a dead letter", async () => {
  const error = new UnclearError("github_refused", "GitHub refused (HTTP 403)");
  ports.reader.permissionOf = () => Promise.reject(error);
  await expect(processed({ receives: 3 })).rejects.toBe(error);
  expect(ports.jobs.all()).toMatchObject([{ state: "RECEIVED" }]);
  expect(await processed({ receives: 4 })).toMatchObject({ kind: "dispatched" });
  expect(ports.jobs.all()).toMatchObject([{ state: "CANCELLED", last_event: { reason: "github_refused" } }]);
});

test("a command of two employees waits without a job, then ends for each of them", async () => {
  const error = new UnclearError("github_refused", "GitHub refused (HTTP 403)");
  const rule = { name: "both", when: { commands: ["summary"] }, employees: ["security", "summary"] };
  ports.policy = aPolicy({ rules: [rule] });
  ports.reader.permissionOf = () => Promise.reject(error);
  await expect(processed({ receives: 3 })).rejects.toBe(error);
  expect(ports.jobs.all()).toEqual([]);
  expect(await processed({ receives: 4 })).toMatchObject({ kind: "dispatched" });
  expect(ports.jobs.all().map(({ state, last_event }) => [state, last_event.reason])).toEqual([
    ["CANCELLED", "github_refused"],
    ["CANCELLED", "github_refused"],
  ]);
});

test("a failure that cannot be recorded is still thrown", async () => {
  ports.reader.fail(outage);
  ports.deliveries.failing = () => Promise.reject(new Error("down"));
  await expect(processed()).rejects.toBe(outage);
});

test("an unavailable table is not used to record its own failure", async () => {
  const error = new RetryableError("intent_table_unavailable", "intent_table did not");
  ports.intents.claim = () => Promise.reject(error);
  await expect(processed()).rejects.toBe(error);
  expect(last()).toBeUndefined();
});

test("a message that timed out is recorded too, and an unreadable one creates no record", async () => {
  const late = new RetryableError("out_of_time", "The function is about to run out of time");
  await recordOutOfTime(JSON.stringify(envelope), late, ports);
  expect(last()).toEqual({ code: "out_of_time", at: "2026-11-23T09:00:00.000Z" });
  expect(ports.deliveries.find(envelope)?.failures).toBe(1);
  await recordOutOfTime("{", late, ports);
  // The failed attempt has recorded any other error itself.
  await recordOutOfTime(JSON.stringify(envelope), outage, ports);
  expect(ports.deliveries.find(envelope)?.failures).toBe(1);
});
