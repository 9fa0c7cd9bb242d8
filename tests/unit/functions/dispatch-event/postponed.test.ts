import { beforeEach, expect, test } from "@jest/globals";
import { CircuitOpenError, RetryableError } from "../../../../core/errors.ts";
import { processMessage } from "../../../../functions/dispatch-event/dispatch-event.ts";
import { createDispatcherPorts, type DispatcherPorts } from "../../../fakes/dispatcher.ts";
import { anEnvelopeOf } from "../../../fakes/records/envelope.ts";

const envelope = anEnvelopeOf("/summary");
let ports: DispatcherPorts;

beforeEach(() => {
  ports = createDispatcherPorts();
});

const closedFor = (seconds: number) =>
  new CircuitOpenError("circuit_open", `Calls to github are blocked for another ${seconds} s`, { seconds });

test("a message that waits for GitHub ends once its copy is in the queue", async () => {
  ports.reader.fail(closedFor(120));
  const outcome = await processMessage(JSON.stringify(envelope), ports);
  expect(outcome).toEqual({ kind: "postponed", seconds: 120, reason: "circuit_open" });
  expect(ports.postponed).toEqual([{ envelope, seconds: 120 }]);
});

test("its delivery has not ended: nothing is recorded or counted", async () => {
  ports.reader.fail(closedFor(120));
  await ports.deliveries.receive(envelope);
  await processMessage(JSON.stringify(envelope), ports);
  expect(ports.deliveries.find(envelope)).toMatchObject({ status: "RECEIVED" });
  expect(ports.metrics.counted).toEqual([]);
});

test("the copy continues where the message stopped", async () => {
  ports.reader.fail(closedFor(120));
  await processMessage(JSON.stringify(envelope), ports);
  ports.reader.fail(null);
  ports.clock.advance(120_000);
  const [copy] = ports.postponed;
  expect(await processMessage(JSON.stringify(copy?.envelope), ports)).toMatchObject({ kind: "dispatched" });
  expect(ports.workflow.executions.size).toBe(1);
});

test("the message and its copy create one job after a crash between them", async () => {
  ports.reader.fail(closedFor(120));
  await processMessage(JSON.stringify(envelope), ports);
  ports.reader.fail(null);
  ports.clock.advance(180_000);
  for (let n = 0; n < 2; n += 1) await processMessage(JSON.stringify(envelope), ports);
  expect(ports.jobs.all()).toHaveLength(1);
  expect(ports.workflow.executions.size).toBe(1);
});

test("no message is delayed for longer than SQS allows: its copy checks again", async () => {
  ports.reader.fail(closedFor(3_600));
  await processMessage(JSON.stringify(envelope), ports);
  expect(ports.postponed).toMatchObject([{ seconds: 900 }]);
});

test("the message stays if the queue does not accept its copy", async () => {
  ports.reader.fail(closedFor(120));
  const down = new RetryableError("queue_unavailable", "queue is unavailable");
  ports.postpone = () => Promise.reject(down);
  await expect(processMessage(JSON.stringify(envelope), ports)).rejects.toBe(down);
});

test("after a day it fails like any other, so that an operator finds it", async () => {
  const failure = closedFor(120);
  ports.reader.fail(failure);
  ports.clock.advance(86_400_000);
  expect(await processMessage(JSON.stringify(envelope), ports)).toMatchObject({ kind: "postponed" });
  ports.clock.advance(1);
  await expect(processMessage(JSON.stringify(envelope), ports)).rejects.toBe(failure);
  expect(ports.postponed).toHaveLength(1);
});
