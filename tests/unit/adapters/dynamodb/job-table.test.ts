import { GetCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { documentClient } from "../../../../adapters/dynamodb/document-client.ts";
import { readEvents } from "../../../../adapters/dynamodb/job-events.ts";
import { createJobIndex } from "../../../../adapters/dynamodb/job-index.ts";
import { createJobTable } from "../../../../adapters/dynamodb/job-table.ts";
import { openTable } from "../../../../adapters/dynamodb/table.ts";
import { FencedError, RetryableError } from "../../../../core/errors.ts";
import type { Job } from "../../../../core/jobs/job.ts";
import type { JobStore } from "../../../../core/jobs/job-store.ts";
import { clientAnswering, clientFailing, clientRepeating } from "../../../fakes/aws-client.ts";
import { createTestClock, type TestClock } from "../../../fakes/clock.ts";
import { jobIndexContract } from "../../../fakes/contracts/job-index.ts";
import { jobStoreContract } from "../../../fakes/contracts/job-store.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../../../fakes/embedded-aws.ts";
import { createFakeJobIndex } from "../../../fakes/job-index.ts";
import { createFakeJobStore } from "../../../fakes/job-store.ts";
import { aJob, aNewJob, aNote } from "../../../fakes/records/job.ts";
import { clientRecording } from "./recorded-inputs.ts";

let embedded: EmbeddedAws;

beforeAll(async () => {
  embedded = await startEmbeddedAws({});
});

afterAll(() => embedded.stop());

const table = () => embedded.ref("JobTable");

async function query(index: string, key: string, value: string | number): Promise<unknown[]> {
  const { Items } = await documentClient().send(
    new QueryCommand({
      TableName: table(),
      IndexName: index,
      KeyConditionExpression: "#key = :value",
      ExpressionAttributeNames: { "#key": key },
      ExpressionAttributeValues: { ":value": value },
    }),
  );
  return Items ?? [];
}

jobStoreContract("the fake", createFakeJobStore);
jobStoreContract("the table", (clock) => createJobTable(table(), documentClient(), clock));
jobIndexContract("the fake", (clock) => {
  const jobs = createFakeJobStore(clock);
  return { jobs, index: createFakeJobIndex(jobs) };
});
jobIndexContract("the table", (clock) => {
  const jobs = createJobTable(table(), documentClient(), clock);
  return { jobs, index: createJobIndex(table()) };
});

test("an event gets its item before the next transition replaces it in the job", async () => {
  const dying = createJobTable(table(), clientFailing(documentClient(), "BatchWriteCommand"));
  const jobs = createJobTable(table());
  const created = await dying.create(aNewJob({ job_id: "kept-first" }), aNote);
  // A writer that cannot store the previous event changes nothing.
  await expect(dying.transition(created, "VALIDATED", aNote)).rejects.toThrow(RetryableError);
  expect(await jobs.read("kept-first")).toMatchObject({ state: "RECEIVED" });

  const validated = await jobs.transition(created, "VALIDATED", aNote);
  await jobs.transition(validated, "CANCELLED", aNote);
  const states = (await jobs.events("kept-first")).map(({ to }) => to);
  expect(states).toEqual(["RECEIVED", "VALIDATED", "CANCELLED"]);
  const items = await readEvents(openTable(table(), "job_table"), "kept-first");
  expect(items.map(({ to }) => to)).toEqual(["RECEIVED", "VALIDATED"]);
});

test("a transition while the events are read hides none of them", async () => {
  const jobs = createJobTable(table());
  const created = await jobs.create(aNewJob({ job_id: "read-amid" }), aNote);
  const validated = await jobs.transition(created, "VALIDATED", aNote);
  const client = documentClient();
  const send = client.send.bind(client) as (command: object) => Promise<unknown>;
  let listed: Promise<unknown> | undefined;
  async function sendSlowly(command: object): Promise<unknown> {
    if (!(command instanceof GetCommand)) {
      listed = send(command);
      return listed;
    }
    // A list that does not wait for the job is read before the transition.
    await new Promise(setImmediate);
    await listed;
    await jobs.transition(validated, "CANCELLED", aNote);
    return send(command);
  }
  const slow = Object.create(client, { send: { value: sendSlowly } }) as typeof client;
  const states = (await createJobTable(table(), slow).events("read-amid")).map(({ to }) => to);
  expect(states).toEqual(["RECEIVED", "VALIDATED", "CANCELLED"]);
});

test("an unavailable index throws a RetryableError", async () => {
  const index = createJobIndex("no-such-table");
  const call = index.inState("RECEIVED", { before: "2026-11-23T09:00:00.000Z" }, 1);
  await expect(call).rejects.toMatchObject({ name: "RetryableError", code: "job_table_unavailable" });
});

test("each index lists a job once, without its events", async () => {
  const jobs = createJobTable(table());
  const place = {
    repo: "octo-demo/found",
    repo_id: 4711,
    pr_number: 12,
    delivery_id: "d-found",
    employee: "finder",
  };
  const job = await jobs.create(aNewJob({ job_id: "found-finder", ...place }), aNote);
  await jobs.transition(job, "SUPERSEDED", aNote);
  const found = [expect.objectContaining({ job_id: "found-finder", item: "JOB" })];

  expect(await query("by-pull-request", "pull_request", "octo-demo/found#12")).toEqual(found);
  expect(await query("by-pull-request-id", "repo_id", 4711)).toEqual(found);
  expect(await query("by-delivery", "delivery_id", "d-found")).toEqual(found);
  expect(await query("by-repository", "repo", "octo-demo/found")).toEqual(found);
  expect(await query("by-employee", "employee", "finder")).toEqual(found);
  expect(await query("by-state", "state", "SUPERSEDED")).toEqual(expect.arrayContaining(found));
  expect(await query("by-state", "state", "RECEIVED")).not.toEqual(expect.arrayContaining(found));
});

test("items that DynamoDB left unwritten are a failure", async () => {
  const left = async () => ({ UnprocessedItems: { [table()]: [{}] } });
  const jobs = createJobTable(table(), clientAnswering(documentClient(), "BatchWriteCommand", left));
  const job = await jobs.create(aNewJob({ job_id: "left-summary" }), aNote);
  await expect(jobs.transition(job, "VALIDATED", aNote)).rejects.toMatchObject({
    name: "RetryableError",
    code: "job_table_unavailable",
    cause: new Error("DynamoDB left items unwritten"),
  });
});

test.each([
  ["create", "PutCommand"],
  ["read", "GetCommand"],
  ["claim", "UpdateCommand"],
  ["save", "UpdateCommand"],
  ["correct", "UpdateCommand"],
  ["reopen", "UpdateCommand"],
  ["transition", "UpdateCommand"],
  ["events", "QueryCommand"],
] as const)("%s throws a RetryableError if the table is unavailable", async (method, command) => {
  const jobs = createJobTable(table(), clientFailing(documentClient(), command));
  const calls = {
    create: () => jobs.create(aNewJob({ job_id: "unwritten" }), aNote),
    read: () => jobs.read("some"),
    claim: () => jobs.claim("some", 1),
    save: () => jobs.save(aJob(), { reaction_id: 1 }),
    correct: () => jobs.correct(aJob(), { reaction_id: 1 }),
    reopen: () => jobs.reopen(aJob({ state: "NOTIFIED" }), aNote, { attempt: 2 }),
    transition: () => jobs.transition(aJob(), "WORKER_RUNNING", aNote),
    events: () => jobs.events("some"),
  };
  await expect(calls[method]()).rejects.toMatchObject({
    name: "RetryableError",
    code: "job_table_unavailable",
  });
});

test("a job that vanishes between the refused write and the read throws a RetryableError", async () => {
  const jobs = createJobTable(table());
  await jobs.create(aNewJob({ job_id: "vanished" }), aNote);
  const blind = createJobTable(
    table(),
    clientAnswering(documentClient(), "GetCommand", async () => ({})),
  );
  await expect(blind.create(aNewJob({ job_id: "vanished" }), aNote)).rejects.toMatchObject({
    name: "RetryableError",
    code: "job_table_unavailable",
    message: "Job vanished vanished while it was created",
  });
});

test("a transition that is sent again after a lost response is recognized as its own", async () => {
  const jobs = createJobTable(table());
  const repeating = createJobTable(table(), clientRepeating(documentClient(), "UpdateCommand"));
  const job = await jobs.create(aNewJob({ job_id: "repeated-summary" }), aNote);

  const changed = await repeating.transition(job, "VALIDATED", aNote);

  expect(changed).toMatchObject({ state: "VALIDATED", version: 2 });
  expect((await jobs.events("repeated-summary")).map(({ to }) => to)).toEqual(["RECEIVED", "VALIDATED"]);
});

test("a transition of another writer is not taken for its own", async () => {
  const jobs = createJobTable(table());
  const job = await jobs.create(aNewJob({ job_id: "raced-summary" }), aNote);
  await jobs.transition(job, "VALIDATED", { ...aNote, actor: "another-writer" });

  await expect(jobs.transition(job, "VALIDATED", aNote)).rejects.toBeInstanceOf(FencedError);
});

test("a transition without a response throws a RetryableError", async () => {
  const jobs = createJobTable(table());
  const job = await jobs.create(aNewJob({ job_id: "silent-summary" }), aNote);
  const silent = createJobTable(table(), clientFailing(documentClient(), "UpdateCommand"));

  await expect(silent.transition(job, "VALIDATED", aNote)).rejects.toBeInstanceOf(RetryableError);
});

/** A job in DISPATCHED, and its table: others write first, and its own write is refused. */
async function writeAfter(
  job_id: string,
  others: (jobs: JobStore, job: Job, clock: TestClock) => Promise<unknown>,
) {
  const clock = createTestClock();
  const jobs = createJobTable(table(), documentClient(), clock);
  const job = await jobs.transition(await jobs.create(aNewJob({ job_id }), aNote), "DISPATCHED", aNote);
  const client = clientAnswering(documentClient(), "UpdateCommand", async () => {
    await others(jobs, job, clock);
    throw Object.assign(new Error("refused"), { name: "ConditionalCheckFailedException" });
  });
  return createJobTable(table(), client, createTestClock()).transition(job, "WORKER_RUNNING", aNote);
}

test("a refused write that is already stored exactly is its own", async () => {
  const own = writeAfter("own", (jobs, job) => jobs.transition(job, "WORKER_RUNNING", aNote));
  expect(await own).toMatchObject({ state: "WORKER_RUNNING", version: 3 });
});

const concurrentWrites: [string, (jobs: JobStore, job: Job, clock: TestClock) => Promise<unknown>][] = [
  ["no new event", async () => undefined],
  [
    "another writer's event",
    (jobs, job) => jobs.transition(job, "WORKER_RUNNING", { ...aNote, actor: "other" }),
  ],
  ["another state", (jobs, job) => jobs.transition(job, "CANCELLED", aNote)],
  [
    "another event time",
    (jobs, job, clock) => {
      clock.advance(1);
      return jobs.transition(job, "WORKER_RUNNING", aNote);
    },
  ],
  [
    "a later event",
    async (jobs, job) =>
      jobs.transition(await jobs.transition(job, "WORKER_RUNNING", aNote), "WORKER_RUNNING", aNote),
  ],
  [
    "its own event and a later claim",
    async (jobs, job) => jobs.claim((await jobs.transition(job, "WORKER_RUNNING", aNote)).job_id, 1),
  ],
];
test.each(concurrentWrites)("a refused write is lost if the job has %s", async (what, others) => {
  await expect(writeAfter(`raced-by ${what}`, others)).rejects.toMatchObject({
    name: "FencedError",
    code: "job_taken_over",
    message: `Job raced-by ${what} has finished or another step has taken it over`,
    cause: { name: "ConditionalCheckFailedException" },
  });
});

test("a write without a response throws a RetryableError, even if it took effect", async () => {
  const jobs = createJobTable(table(), documentClient(), createTestClock());
  const job = await jobs.create(aNewJob({ job_id: "landed" }), aNote);
  const client = clientAnswering(documentClient(), "UpdateCommand", async () => {
    await jobs.transition(job, "VALIDATED", aNote);
    throw new Error("gone");
  });
  const silent = createJobTable(table(), client, createTestClock());
  await expect(silent.transition(job, "VALIDATED", aNote)).rejects.toBeInstanceOf(RetryableError);
});

test("a creation without a response throws a RetryableError, even if the job exists", async () => {
  await createJobTable(table()).create(aNewJob({ job_id: "there" }), aNote);
  const silent = createJobTable(table(), clientFailing(documentClient(), "PutCommand"));
  await expect(silent.create(aNewJob({ job_id: "there" }), aNote)).rejects.toBeInstanceOf(RetryableError);
});

test("a write to a missing job is lost", async () => {
  const jobs = createJobTable(table());
  await expect(jobs.transition(aJob({ job_id: "gone" }), "VALIDATED", aNote)).rejects.toBeInstanceOf(
    FencedError,
  );
});

test("the table is read consistently", async () => {
  const recordings = ["GetCommand", "QueryCommand"].map((command) =>
    clientRecording(documentClient(), command),
  );
  for (const { client, inputs } of recordings) {
    await createJobTable(table(), client).events("unknown-job");
    expect(inputs).toEqual([expect.objectContaining({ ConsistentRead: true })]);
  }
});

test("the table returns no jobs if the query returns no items", async () => {
  const empty = clientAnswering(documentClient(), "QueryCommand", async () => ({}));
  expect(await createJobTable(table(), empty).events("unknown-job")).toEqual([]);
});

test("a response without the field for unwritten items means that none are left", async () => {
  const mute = clientAnswering(documentClient(), "BatchWriteCommand", async () => ({}));
  const jobs = createJobTable(table(), mute);
  const job = await jobs.create(aNewJob({ job_id: "mute-summary" }), aNote);
  expect(await jobs.transition(job, "VALIDATED", aNote)).toMatchObject({ state: "VALIDATED" });
});

test("a job and its events are kept for four hundred days", async () => {
  const jobs = createJobTable(table(), documentClient(), createTestClock());
  await jobs.transition(await jobs.create(aNewJob({ job_id: "kept" }), aNote), "VALIDATED", aNote);
  const { Items } = await documentClient().send(
    new QueryCommand({
      TableName: table(),
      KeyConditionExpression: "job_id = :job",
      ExpressionAttributeValues: { ":job": "kept" },
    }),
  );
  const expires_at = Date.parse("2027-12-28T09:00:00.000Z") / 1000;
  expect(Items?.map(({ item }) => item)).toEqual(["EVENT#000001", "JOB"]);
  for (const item of Items ?? []) expect(item).toMatchObject({ expires_at });
});

test("a change without a field leaves the field as it is", async () => {
  const jobs = createJobTable(table());
  const job = await jobs.create(aNewJob({ job_id: "unchanged" }), aNote);
  const saved = await jobs.save(job, { reaction_id: 4 });
  const nothing = { reaction_id: undefined } as object;
  expect(await jobs.save(saved, nothing)).toMatchObject({ reaction_id: 4 });
});
