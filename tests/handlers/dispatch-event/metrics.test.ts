import { beforeEach, describe, expect, test } from "@jest/globals";
import type { Context } from "aws-lambda";
import type { PullRequestEnvelope } from "../../../core/deliveries/envelope.ts";
import { PermanentError, RetryableError } from "../../../core/errors.ts";
import { createHandler } from "../../../functions/dispatch-event/handler.ts";
import { createDispatcherPorts, type DispatcherPorts } from "../../fakes/dispatcher.ts";
import { createFakeLog, type FakeLog } from "../../fakes/log.ts";
import { aBatch } from "../../fakes/records/batch.ts";
import { anEnvelopeOf } from "../../fakes/records/envelope.ts";

let ports: DispatcherPorts;
let log: FakeLog;

beforeEach(() => {
  ports = createDispatcherPorts();
  log = createFakeLog();
});

const down = () => Promise.reject(new RetryableError("down", "down"));

const message = (text: string, change: Partial<PullRequestEnvelope> = {}) =>
  JSON.stringify(anEnvelopeOf(text, { delivery_id: "d-1", ...change }));

async function handle(...bodies: string[]): Promise<void> {
  const handler = createHandler({ ...ports, log, delayMessage: async () => {} });
  await handler(aBatch(bodies), { getRemainingTimeInMillis: () => 30_000 } as Context);
}

const counted = () => ports.metrics.counted.map(({ name }) => name);
/** How each message ended: what the queries of docs/metrics.md read. */
const processed = () =>
  log.lines
    .filter(({ message }) => message === "delivery processed")
    .map(({ fields: { kind, reason } }) => [kind, reason].filter(Boolean).join(" "));
const finished = () =>
  log.lines
    .filter(({ message }) => message === "job finished")
    .map(({ fields: { outcome, employee } }) => [outcome, employee]);

describe("a dispatched delivery", () => {
  test("is timed once, since its receipt", async () => {
    ports.clock.advance(2_500);
    await handle(message("/summary\n/security"));
    expect(processed()).toEqual(["dispatched"]);
    expect(ports.metrics.timed).toEqual([{ name: "ReceiptToDispatch", milliseconds: 2_500 }]);
    expect(counted()).toEqual([]);
  });

  test("is timed once if its message is delivered again", async () => {
    await handle(message("/summary"));
    await handle(message("/summary"));
    expect(ports.metrics.timed).toHaveLength(1);
  });

  test.each(["intents", "deliveries", "workflow"] as const)(
    "is timed once if the %s failed in the first attempt",
    async (port) => {
      const whole = { intents: ports.intents, deliveries: ports.deliveries, workflow: ports.workflow };
      Object.assign(ports, {
        intents: { ...ports.intents, dispatched: port === "intents" ? down : ports.intents.dispatched },
        deliveries: { ...ports.deliveries, finish: port === "deliveries" ? down : ports.deliveries.finish },
        workflow: { ...ports.workflow, start: port === "workflow" ? down : ports.workflow.start },
      });
      await handle(message("/summary"));
      Object.assign(ports, whole);
      await handle(message("/summary"));
      expect(ports.metrics.timed).toHaveLength(1);
    },
  );
});

test("the same request in another delivery is logged as a duplicate and not timed", async () => {
  await handle(message("/summary"));
  await handle(message("/summary", { delivery_id: "d-2" }));
  expect(processed()).toEqual(["dispatched", "duplicate"]);
  expect(ports.metrics.timed).toHaveLength(1);
});

test.each([
  ["a comment without a command", "just talk", {}, "no_command"],
  ["a bot", "/summary", { sender: { login: "renovate[bot]", id: 1, type: "Bot" } }, "bot"],
  ["an unknown command", "/xyzzyxyzzy", {}, "no_employee"],
])("%s is logged as ignored, with the reason", async (_what, text, change, reason) => {
  await handle(message(text, change));
  expect(processed()).toEqual([`ignored ${reason}`]);
  expect(counted()).toEqual([]);
});

test("a command that is no longer in its comment counts as ignored, with the reason", async () => {
  ports.reader.repository.comments[9001] = { author: "octavia", body: "never mind" };
  await handle(message("/summary"));
  expect(processed()).toEqual(["ignored comment_changed"]);
});

test("a malformed message and one without its payload count as failed", async () => {
  ports.payloads.get = () => Promise.reject(new PermanentError("payload_gone", "The object is not there"));
  const payload_ref = { kind: "s3", bucket: "b", key: "k", sha256: "0".repeat(64), bytes: 1 } as const;
  await handle('{"poison": 1}', message("", { payload_ref }));
  expect(counted()).toEqual(["DeliveryFailed", "DeliveryFailed"]);
  expect(processed()).toEqual(["failed malformed_message", "failed payload_gone"]);
});

test("a message that is retried counts nothing", async () => {
  ports.intents.claim = down;
  await handle(message("/summary"));
  expect(counted()).toEqual([]);
});

describe("a job that ends in the dispatcher", () => {
  test("counts as ignored in shadow mode", async () => {
    const created = ports.jobs.create;
    ports.jobs.create = (job, note) => created({ ...job, mode: "shadow" }, note);
    await handle(message("/summary"));
    await handle(message("/summary"));
    expect(finished()).toEqual([["ignored", "summary"]]);
    expect(ports.metrics.shared).toEqual([{ name: "JobFailed", happened: false }]);
  });

  test("counts as cancelled without its pull request", async () => {
    const gone = new PermanentError("github_not_found", "GitHub knows no such pull request");
    ports.reader.pullRequest = () => Promise.reject(gone);
    await handle(message("/summary"));
    expect(finished()).toEqual([["cancelled", "summary"]]);
  });
});
