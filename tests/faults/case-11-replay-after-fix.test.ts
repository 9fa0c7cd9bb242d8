import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { Context } from "aws-lambda";
import { documentClient } from "../../adapters/dynamodb/document-client.ts";
import { createIntentTable } from "../../adapters/dynamodb/intent-table.ts";
import { createJobIndex } from "../../adapters/dynamodb/job-index.ts";
import { createJobTable } from "../../adapters/dynamodb/job-table.ts";
import type { Envelope } from "../../core/deliveries/envelope.ts";
import type { IntentStore } from "../../core/deliveries/intent-store.ts";
import { RetryableError } from "../../core/errors.ts";
import { jobId } from "../../core/jobs/job-id.ts";
import type { JobStore } from "../../core/jobs/job-store.ts";
import { retryJob } from "../../core/jobs/retry-job.ts";
import { createHandler as sweeper } from "../../functions/sweep-deliveries/handler.ts";
import { pushCommit } from "../../local/github/state/pulls.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../fakes/embedded-aws.ts";
import { recordRequests } from "../fakes/github.ts";
import type { CreateInstance } from "../fakes/interpreted-workflow.ts";
import { createSweeperPorts } from "../fakes/sweeper.ts";
import { startTestService, type TestPullRequest, type TestService } from "../fakes/test-service.ts";

const minute = 60_000;
const by = { actor: "operator:ada", reason: "the fix is deployed" };
let embedded: EmbeddedAws;
let service: TestService;
let pull: TestPullRequest;
let number = 1100;
/** Milliseconds that the clock of the tables is ahead. */
let ahead = 0;
let jobs: JobStore;
let intents: IntentStore;
/** The bug in the deployed code. */
let broken: "nothing" | "every step" | "the employee" = "nothing";
/** Whether the dispatcher crashes before it has marked the intent as dispatched. */
let cutOff = false;

/** The functions of a broken deployment. */
function withBugs(own: CreateInstance): CreateInstance {
  return Object.fromEntries(
    Object.entries(own).map(([name, create]) => [
      name,
      () => {
        const handler = create();
        return (event, context) => {
          if (broken === "every step") return Promise.reject(new TypeError("undefined is not a function"));
          return handler(event, context);
        };
      },
    ]),
  );
}

beforeAll(async () => {
  embedded = await startEmbeddedAws({});
  const clock = () => Date.now() + ahead;
  jobs = createJobTable(embedded.ref("JobTable"), documentClient(), clock);
  const table = createIntentTable(embedded.ref("IdempotencyTable"), documentClient(), clock);
  intents = {
    ...table,
    async dispatched(...args) {
      if (cutOff) throw new RetryableError("intent_table_unavailable", "intent_table did not");
      return table.dispatched(...args);
    },
  };
  service = await startTestService({
    stores: { jobs, intents },
    steps: withBugs,
    model: async () => {
      if (broken === "the employee") throw new TypeError("undefined is not a function");
      return { outcome: "answered", markdown: "All good.", usage: null };
    },
  });
});

beforeEach(() => {
  number += 1;
  pull = service.pull(number);
  broken = "nothing";
  cutOff = false;
});

afterAll(async () => {
  await service.stop();
  await embedded.stop();
});

/** A user gives a command while the code has this bug; returns the message and the ID of its job. */
async function commandWhileBroken(bug: typeof broken): Promise<{ message: Envelope; id: string }> {
  broken = bug;
  await pull.comment("octavia", "/security");
  const [message] = service.queue.sent;
  if (!message) throw new Error("Nothing was accepted");
  return { message, id: jobId(message.intent_key, "security", 1) };
}

/** Receives the message again, as after a redrive of the dead-letter queue. */
async function replay(message: Envelope) {
  service.queue.sent.push(message);
  await service.settle();
}

const executions = (id: string) =>
  [...service.workflow.executions.values()]
    .filter(({ name }) => name.startsWith(`${id}-r`))
    .map(({ name, status }) => [name.slice(id.length + 1), status]);

const texts = () => pull.answers().map(({ body }) => body);
const answered = [expect.stringMatching(/All good\.[\s\S]*attempt 2/)];

/** Expects that GitHub and the table stay unchanged, and that nothing is written. */
async function expectUntouched(id: string, work: () => Promise<unknown>) {
  const look = async () => ({
    ...{ job: await jobs.read(id), executions: executions(id) },
    answers: pull.answers().map(({ id: comment, body }) => [comment, body]),
  });
  const before = await look();
  const requests = recordRequests();
  await work();
  requests.stop();
  expect(await look()).toEqual(before);
  expect(
    requests.sent.filter(({ method, path }) => method !== "GET" && path.includes("/repositories/")),
  ).toEqual([]);
}

describe("case 11: a message is replayed after a code fix; its job's execution FAILED before it had posted anything", () => {
  test.each(["after its intent was dispatched", "before its intent was dispatched"])(
    "%s: it runs again as attempt 2, and the answer is not repeated",
    async (when) => {
      const { message, id } = await commandWhileBroken("every step");
      cutOff = when.startsWith("before");
      const { batchItemFailures } = await service.dispatch();
      expect(batchItemFailures).toHaveLength(cutOff ? 1 : 0);
      await Promise.all([...service.workflow.executions.values()].map(({ finished }) => finished));
      expect(await jobs.read(id)).toMatchObject({ state: "DISPATCHED", attempt: 1 });
      expect([executions(id), texts()]).toEqual([[["r1", "FAILED"]], []]);

      broken = "nothing";
      cutOff = false;
      await replay(message);

      expect(await jobs.read(id)).toMatchObject({ state: "NOTIFIED", outcome: "answered", attempt: 2 });
      expect(executions(id)).toEqual([
        ["r1", "FAILED"],
        ["r2", "SUCCEEDED"],
      ]);
      expect(texts()).toEqual(answered);

      await expectUntouched(id, () => replay(message));
      await expectUntouched(id, () => replay({ ...message, delivery_id: "another-guid" }));
    },
  );
});

describe("case 11: a job whose failure was posted", () => {
  async function jobWithPostedFailure() {
    const asked = await commandWhileBroken("the employee");
    await service.settle();
    expect(await jobs.read(asked.id)).toMatchObject({ state: "NOTIFIED", outcome: "failed", attempt: 1 });
    expect(texts()).toEqual([expect.stringContaining("could not finish")]);
    broken = "nothing";
    return asked;
  }

  test("a replay of its message does not retry it: the job stays failed", async () => {
    const { message, id } = await jobWithPostedFailure();
    await expectUntouched(id, () => replay(message));
  });

  test("a retry runs it as attempt 2 in the existing comment; the failure is not posted again", async () => {
    const { message, id } = await jobWithPostedFailure();
    const [comment] = pull.answers();

    expect(await retryJob(id, by, { jobs, workflow: service.workflow })).toMatchObject({ kind: "retried" });
    await service.settle();

    expect(await jobs.read(id)).toMatchObject({ state: "NOTIFIED", outcome: "answered", attempt: 2 });
    expect(executions(id)).toEqual([
      ["r1", "FAILED"],
      ["r2", "SUCCEEDED"],
    ]);
    expect(pull.answers().map((one) => one.id)).toEqual([comment?.id]);
    expect(texts()).toEqual(answered);
    const source = service.repository.comments.get((await jobs.read(id))?.source.id ?? 0);
    expect(source && pull.reactions(source)).toEqual(["+1"]);
    const trail = (await jobs.events(id)).map(({ from, to, actor }) => [from, to, actor]);
    expect(trail).toContainEqual(["NOTIFIED", "DISPATCHED", by.actor]);

    await expectUntouched(id, async () => {
      const again = await retryJob(id, by, { jobs, workflow: service.workflow });
      expect(again).toMatchObject({ kind: "refused", code: "answered" });
    });
    await expectUntouched(id, () => replay(message));
  });

  test("the retry looks at the code that is there now", async () => {
    const { id } = await jobWithPostedFailure();
    const { store } = service.github;
    const pushed = store.pull(service.repository, number);
    const head = pushCommit(store, service.repository, pushed, store.user("octavia"));
    await retryJob(id, by, { jobs, workflow: service.workflow });
    await service.settle();
    expect(await jobs.read(id)).toMatchObject({ state: "NOTIFIED", outcome: "answered", head_sha: head });
  });

  test("the sweeper starts a retry whose process crashed before it started the execution", async () => {
    const { id } = await jobWithPostedFailure();
    const start = () => Promise.reject(new RetryableError("workflow_unavailable", "workflow did not"));
    const cut = retryJob(id, by, { jobs, workflow: { ...service.workflow, start } });
    await expect(cut).rejects.toBeInstanceOf(RetryableError);
    expect(await jobs.read(id)).toMatchObject({ state: "DISPATCHED", attempt: 2, restarts: 0 });
    ahead += 6 * minute;

    const swept = sweeper({
      ...createSweeperPorts(),
      ...{ hooks: [], jobs, workflow: service.workflow, clock: () => Date.now() + ahead },
      index: createJobIndex(embedded.ref("JobTable")),
    });
    await swept({}, { getRemainingTimeInMillis: () => 50_000 } as Context);
    await service.settle();

    expect(await jobs.read(id)).toMatchObject({
      state: "NOTIFIED",
      outcome: "answered",
      attempt: 2,
      restarts: 0,
    });
    expect(executions(id).map(([name]) => name)).toEqual(["r1", "r2"]);
    expect(texts()).toEqual(answered);
  });
});
