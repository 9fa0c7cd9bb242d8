import { beforeEach, describe, expect, jest, test } from "@jest/globals";
import type { Context, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { PermanentError, RetryableError } from "../../../core/errors.ts";
import { createHandler, type DispatchEventDeps } from "../../../functions/dispatch-event/handler.ts";
import { createDispatcherPorts, type DispatcherPorts } from "../../fakes/dispatcher.ts";
import { createFakeLog, type FakeLog } from "../../fakes/log.ts";
import { aBatch } from "../../fakes/records/batch.ts";
import { anEnvelopeOf } from "../../fakes/records/envelope.ts";

let ports: DispatcherPorts;
let log: FakeLog;
let delays: Record<string, number>;
let delayMessage: DispatchEventDeps["delayMessage"];
let remainingMs: number;

beforeEach(() => {
  ports = createDispatcherPorts();
  log = createFakeLog();
  delays = {};
  delayMessage = async (receipt, seconds) => {
    delays[receipt] = seconds;
  };
  remainingMs = 30_000;
});

const batch = (...bodies: string[]) => aBatch(bodies, 2);

const message = (n: number, text = "/summary") =>
  JSON.stringify(anEnvelopeOf(text, { delivery_id: `d-${n}`, comment_id: n }));

const handle = async (event: SQSEvent): Promise<SQSBatchResponse> =>
  (await createHandler({ ...ports, log, delayMessage })(event, {
    getRemainingTimeInMillis: () => remainingMs,
  } as Context)) as SQSBatchResponse;

/** Makes the job table fail for one message only. */
function failFor(n: number, error: Error): void {
  const { create } = ports.jobs;
  ports.jobs.create = (job, note) =>
    job.delivery_id === `d-${n}` ? Promise.reject(error) : create(job, note);
}

test("case 13: of ten messages, the malformed one is a dead letter and the failed one is retried", async () => {
  const bodies = Array.from({ length: 10 }, (_, n) => message(n));
  bodies[3] = '{"poison": "do not print me"';
  const busy = JSON.parse(bodies[7] ?? "");
  await ports.intents.claim(busy.intent_key, "another delivery");

  const answer = await handle(batch(...bodies));

  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "m-7" }] });
  expect(ports.workflow.executions.size).toBe(8);
  expect(delays).toEqual({ "receipt-7": 15 });
  expect(ports.deadLetters).toEqual(['{"poison": "do not print me"']);
});

test("a message that takes too long is retried, and does not fail the others", async () => {
  const { create } = ports.jobs;
  ports.jobs.create = (job, note) => (job.delivery_id === "d-1" ? new Promise(() => {}) : create(job, note));
  remainingMs = 3_100;
  await ports.deliveries.receive(JSON.parse(message(1)));
  expect(await handle(batch(message(1), message(2)))).toEqual({
    batchItemFailures: [{ itemIdentifier: "m-0" }],
  });
  expect(ports.jobs.all().map(({ delivery_id }) => delivery_id)).toEqual(["d-2"]);
  expect(ports.deliveries.find({ hook_id: "300", delivery_id: "d-1" })?.last_failure).toMatchObject({
    code: "out_of_time",
  });
});

test("a batch without errors has no failures", async () => {
  expect(await handle(batch(message(1), message(2)))).toEqual({ batchItemFailures: [] });
  expect(ports.deliveries.find({ hook_id: "300", delivery_id: "d-1" })).toMatchObject({
    status: "PROCESSED",
  });
});

test("case 2: two messages of one delivery in one batch create one job, after a retry at the latest", async () => {
  const { batchItemFailures } = await handle(batch(message(1), message(1)));
  expect(batchItemFailures.length).toBeLessThan(2);
  expect(await handle(batch(message(1)))).toEqual({ batchItemFailures: [] });
  expect(ports.workflow.executions.size).toBe(1);
  expect(ports.jobs.all()).toHaveLength(1);
});

test("a message that can never be dispatched ends as failed, with its reason", async () => {
  const get = () => Promise.reject(new PermanentError("payload_gone", "The object is not there"));
  ports.payloads.get = get;
  const gone = { kind: "s3", bucket: "b", key: "k", sha256: "0".repeat(64), bytes: 1 };
  const stored = JSON.stringify({ ...JSON.parse(message(1)), payload_ref: gone });
  expect(await handle(batch(stored))).toEqual({ batchItemFailures: [] });
  const outcome = { kind: "failed", reason: "payload_gone" };
  expect(ports.deliveries.find({ hook_id: "300", delivery_id: "d-1" })).toMatchObject({ outcome });
});

test.each([
  ["an envelope of another version", (text: string) => text.replace('"version":1', '"version":2')],
  ["an envelope with more than it may have", (text: string) => text.replace("{", '{"more":1,')],
  ["an envelope without its intent key", (text: string) => text.replace(/"intent_key":"[^"]+"/, '"x":1')],
  ["an empty message", () => ""],
  ["null", () => "null"],
])("%s is a malformed message", async (_what, spoil) => {
  expect(await handle(batch(spoil(message(1))))).toEqual({ batchItemFailures: [] });
  expect(ports.deadLetters).toEqual([spoil(message(1))]);
  expect(log.lines).toMatchObject([{ fields: { kind: "failed", reason: "malformed_message" } }]);
  expect(ports.jobs.all()).toEqual([]);
});

describe("the log and the audit trail", () => {
  test("each delivery has one line with its outcome", async () => {
    const of = (n: number, message_id: string) => ({
      message_id,
      receive_count: 2,
      delivery_id: `d-${n}`,
      hook_id: "300",
      intent_key: expect.stringMatching(/^[0-9a-f]{64}$/),
      repo: "octo-demo/payments",
      pr_number: 7,
    });
    await handle(batch(message(1), message(2, "just talk")));
    expect(log.lines.map(({ level, message: line, fields }) => [level, line, fields])).toEqual(
      expect.arrayContaining([
        [
          "info",
          "delivery processed",
          {
            ...of(1, "m-0"),
            job_ids: [expect.stringMatching(/-summary$/)],
            executions: [expect.stringMatching(/-summary-r1$/)],
            kind: "dispatched",
          },
        ],
        ["info", "delivery processed", { ...of(2, "m-1"), kind: "ignored", reason: "no_command" }],
      ]),
    );
  });

  test("a failure has one line with the IDs of the message and the delivery, and the error's code", async () => {
    failFor(1, new RetryableError("job_table_unavailable", "job_table did not do what was asked"));
    expect(await handle(batch(message(1)))).toEqual({ batchItemFailures: [{ itemIdentifier: "m-0" }] });
    const fields = {
      message_id: "m-0",
      delivery_id: "d-1",
      receive_count: 2,
      error: "RetryableError",
      code: "job_table_unavailable",
    };
    expect(log.lines).toMatchObject([{ level: "error", message: "message failed", fields }]);
  });

  test("after a job is created, every line of a failure has the job and its execution", async () => {
    ports.workflow.start = () =>
      Promise.reject(new RetryableError("workflow_unavailable", "workflow did not"));
    delayMessage = () => Promise.reject(new RetryableError("queue_unavailable", "queue did not"));
    await handle(batch(message(1), message(2, "just talk")));
    const [job] = ports.jobs.all();
    const fields = { delivery_id: "d-1", job_ids: [job?.job_id], executions: [`${job?.job_id}-r1`] };
    const lines = log.lines.filter(({ fields: { message_id } }) => message_id === "m-0");
    expect(lines).toMatchObject([
      { level: "error", message: "message failed", fields },
      { level: "error", message: "message not delayed", fields },
    ]);
  });

  test("every event of a job has its delivery and message", async () => {
    await handle(batch(message(1)));
    const events = await ports.jobs.events(ports.jobs.all()[0]?.job_id ?? "");
    const ids = { delivery: "d-1", message: "m-0" };
    expect(events).toMatchObject([{ ids }, { ids }, { ids }]);
  });

  test("case 20: no content of a message, however it ends", async () => {
    const printed = jest.spyOn(console, "error").mockImplementation(() => {});
    const text = "/summary my-very-private-words";
    failFor(2, new TypeError(`cannot read ${text}`));
    await handle(batch(message(1, text), message(2, text), `{"private-words": `, JSON.stringify({ text })));
    expect(log.lines).toHaveLength(4);
    expect(log.text() + JSON.stringify(printed.mock.calls)).not.toContain("private-words");
    printed.mockRestore();
  });
});
