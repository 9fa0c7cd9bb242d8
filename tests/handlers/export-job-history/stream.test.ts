import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import type { Context, DynamoDBStreamEvent } from "aws-lambda";
import { documentClient } from "../../../adapters/dynamodb/document-client.ts";
import { readJobImage } from "../../../adapters/dynamodb/job-item.ts";
import { createJobTable } from "../../../adapters/dynamodb/job-table.ts";
import type { JobStore } from "../../../core/jobs/job-store.ts";
import { createHandler } from "../../../functions/export-job-history/handler.ts";
import { createTestClock } from "../../fakes/clock.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../../fakes/embedded-aws.ts";
import { createFakeHistoryStream, type FakeHistoryStream } from "../../fakes/history-stream.ts";
import { createFakeLog, type FakeLog } from "../../fakes/log.ts";
import { aJob, aNewJob, aNote } from "../../fakes/records/job.ts";
import { aStreamEvent, type Item } from "../../fakes/records/stream.ts";

let embedded: EmbeddedAws;
let history: FakeHistoryStream;
let log: FakeLog;

beforeAll(async () => {
  embedded = await startEmbeddedAws({});
});
afterAll(() => embedded.stop());

beforeEach(() => {
  history = createFakeHistoryStream();
  log = createFakeLog();
});

const handle = (event: DynamoDBStreamEvent) =>
  createHandler({ history, readJobImage, log })(event, {} as Context);

const stored = (change = {}): Item => ({ ...aJob(change), item: "JOB", expires_at: 1 });
const insert = (job_id: string) => ({ before: null, after: stored({ job_id }) });

/** Calls the job table and returns the item `JOB` before and after. */
async function write(jobId: string, work: () => Promise<unknown>) {
  const read = async () => {
    const Key = { job_id: jobId, item: "JOB" };
    const TableName = embedded.ref("JobTable");
    const { Item } = await documentClient().send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    return Item ?? null;
  };
  const before = await read();
  await work();
  return { before, after: (await read()) ?? {} };
}

test("of all writes of the job table, each transition becomes one line", async () => {
  // The clock does not advance, so no two writes differ by their time.
  const jobs: JobStore = createJobTable(embedded.ref("JobTable"), documentClient(), createTestClock());
  const job_id = "streamed-summary";
  const now = async () => (await jobs.read(job_id)) ?? aJob();
  const writes = [
    await write(job_id, () => jobs.create(aNewJob({ job_id }), aNote)),
    await write(job_id, async () => jobs.transition(await now(), "DISPATCHED", aNote)),
    await write(job_id, () => jobs.claim(job_id, 1)),
    await write(job_id, async () => jobs.save(await now(), { reaction_id: 5 })),
    await write(job_id, async () => jobs.transition(await now(), "WORKER_RUNNING", aNote)),
    await write(job_id, () => jobs.claim(job_id, 1)),
    await write(job_id, async () => jobs.transition(await now(), "WORKER_RUNNING", aNote)),
    await write(job_id, async () => jobs.transition(await now(), "CANCELLED", aNote)),
  ];

  expect(await handle(aStreamEvent(writes))).toEqual({ batchItemFailures: [] });

  expect(history.taken.map(({ n, to_state }) => [n, to_state])).toEqual([
    [1, "RECEIVED"],
    [2, "DISPATCHED"],
    [3, "WORKER_RUNNING"],
    [4, "WORKER_RUNNING"],
    [5, "CANCELLED"],
  ]);
});

test("a record that is left is reported by its sequence number, and has one log line", async () => {
  history.leave(({ job_id }) => job_id === "two");
  const answer = await handle(aStreamEvent([insert("one"), insert("two"), insert("three")]));
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "s-1" }] });
  expect(log.lines).toEqual([
    {
      level: "error",
      message: "record failed",
      fields: expect.objectContaining({ sequence_number: "s-1", code: "history_left" }),
    },
  ]);
  expect(log.started).toBe(1);
});

test("an item that is not a job fails alone", async () => {
  const answer = await handle(aStreamEvent([{ before: null, after: { job_id: "x" } }, insert("two")]));
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "s-0" }] });
  expect(history.taken.map(({ job_id }) => job_id)).toEqual(["two"]);
});

test("a record without a sequence number makes Lambda retry the whole batch", async () => {
  history.leave(() => true);
  const { Records } = aStreamEvent([insert("one")]);
  delete Records[0]?.dynamodb?.SequenceNumber;
  expect(await handle({ Records })).toEqual({ batchItemFailures: [{ itemIdentifier: "" }] });
});

test("an unexpected error fails the batch, and Lambda prints nothing of a job", async () => {
  const command = { name: "summary", text: "private-words", arguments: {} };
  history.put = () => Promise.reject(new TypeError("cannot read private-words"));
  const event = aStreamEvent([{ before: null, after: stored({ command }) }]);
  const error: unknown = await handle(event).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Error);
  expect(`${error} ${(error as Error).stack}`).not.toContain("private-words");
  expect(log.lines).toMatchObject([{ level: "error", message: "batch failed", fields: { records: 1 } }]);
  expect(log.text()).not.toContain("private-words");
});
