import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { Context } from "aws-lambda";
import { createGitHubClient } from "../../adapters/github/client.ts";
import { createGitHubWriter } from "../../adapters/github/writer.ts";
import { cancelJob } from "../../core/jobs/cancel-job.ts";
import type { Job } from "../../core/jobs/job.ts";
import { retryJob } from "../../core/jobs/retry-job.ts";
import { createHandler as sweeper } from "../../functions/sweep-deliveries/handler.ts";
import { writePermissions } from "../fakes/github.ts";
import { createFakeJobIndex } from "../fakes/job-index.ts";
import { createFakeJobStore, type FakeJobStore } from "../fakes/job-store.ts";
import { createLanePorts } from "../fakes/lane-ports.ts";
import { createFakeSweepMarks } from "../fakes/sweep-marks.ts";
import { createSweeperPorts } from "../fakes/sweeper.ts";
import { startTestService, type TestPullRequest, type TestService } from "../fakes/test-service.ts";

const by = { actor: "operator:ada", reason: "it reads the wrong branch" };
let service: TestService;
let pull: TestPullRequest;
let jobs: FakeJobStore;
let marks: ReturnType<typeof createFakeSweepMarks>;
/** Milliseconds that the clock is ahead. */
let ahead: number;
/** Blocks a step until the test opens it: the employee, or the transition that ends the job. */
let employee: Gate | null;
let end: Gate | null;

interface Gate {
  reached: Promise<void>;
  pass(): Promise<void>;
  open(): void;
}

function createGate(): Gate {
  const [reached, opened] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  return {
    reached: reached.promise,
    open: opened.resolve,
    pass() {
      reached.resolve();
      return opened.promise;
    },
  };
}

beforeEach(async () => {
  [ahead, employee, end, marks] = [0, null, null, createFakeSweepMarks()];
  jobs = createFakeJobStore(() => Date.now() + ahead);
  const { transition } = jobs;
  jobs.transition = async (job, to, ...rest) => {
    if (to === "NOTIFIED") await end?.pass();
    return transition(job, to, ...rest);
  };
  service = await startTestService({
    stores: { jobs },
    model: async () => {
      await employee?.pass();
      return { outcome: "answered", markdown: "All good.", usage: null };
    },
  });
  pull = service.pull(7);
});

afterEach(() => service.stop());

async function sweep() {
  const credentials = async () => ({ app_id: service.github.appId, private_key: service.github.privateKey });
  const client = createGitHubClient({
    apiUrl: service.github.url,
    credentials,
    permissions: writePermissions,
  });
  const swept = sweeper({
    ...createSweeperPorts(),
    ...{ hooks: [], jobs, marks, workflow: service.workflow, writer: createGitHubWriter(client) },
    ...{ clock: () => Date.now() + ahead, index: createFakeJobIndex(jobs) },
  });
  return swept({}, { getRemainingTimeInMillis: () => 50_000 } as Context);
}

async function jobAt(gate: Gate): Promise<Job> {
  await pull.comment("octavia", "/security");
  await service.dispatch();
  await gate.reached;
  return pull.job();
}

const statuses = () => [...service.workflow.executions.values()].map(({ status }) => status);
const answers = () => pull.answers().map(({ body }) => body);
const cancelled = [expect.stringContaining("was cancelled by an operator")];

test("a job is cancelled while its employee works: the pull request says so, and later results change nothing", async () => {
  employee = createGate();
  const { job_id } = await jobAt(employee);
  expect(answers()).toEqual([expect.stringContaining("is working on")]);

  expect(
    await cancelJob(job_id, by, { ...createLanePorts(), jobs, workflow: service.workflow }),
  ).toMatchObject({
    kind: "cancelled",
  });
  expect(statuses()).toEqual(["ABORTED"]);
  expect(await sweep()).toEqual({ repaired: { cancellation_told: 1 }, failed: [] });
  expect(answers()).toEqual(cancelled);

  employee.open();
  await service.settle();
  expect(await pull.job()).toMatchObject({ state: "CANCELLED", result_ref: null, outcome: null });
  expect(await sweep()).toEqual({ repaired: {}, failed: [] });
  expect(answers()).toEqual(cancelled);
});

test("a job is cancelled while its answer is being published: the cancellation replaces the answer", async () => {
  end = createGate();
  const { job_id } = await jobAt(end);
  expect(answers()).toEqual([expect.stringContaining("All good.")]);
  await cancelJob(job_id, by, { ...createLanePorts(), jobs, workflow: service.workflow });
  end.open();
  await service.settle();

  await sweep();

  expect(answers()).toEqual(cancelled);
  expect(await pull.job()).toMatchObject({ state: "CANCELLED" });
});

test("a cancelled job can be retried: its comment then shows the answer and keeps it", async () => {
  employee = createGate();
  const { job_id } = await jobAt(employee);
  const [before] = pull.answers();
  await cancelJob(job_id, by, { ...createLanePorts(), jobs, workflow: service.workflow });
  await sweep();
  employee.open();
  employee = null;

  await retryJob(job_id, by, { jobs, workflow: service.workflow });
  await service.settle();
  ahead += 3 * 60_000;
  await sweep();

  expect(pull.answers().map(({ id }) => id)).toEqual([before?.id]);
  expect(answers()).toEqual([expect.stringContaining("All good.")]);
  expect(statuses()).toEqual(["ABORTED", "SUCCEEDED"]);
  expect(await jobs.read(job_id)).toMatchObject({ state: "NOTIFIED", outcome: "answered", attempt: 2 });
});
