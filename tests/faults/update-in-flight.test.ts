import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { ensureExecution } from "../../core/jobs/ensure-execution.ts";
import type { JobStore } from "../../core/jobs/job-store.ts";
import type { ExecutionInput } from "../../core/jobs/workflow.ts";
import { createTestClock } from "../fakes/clock.ts";
import type { CreateInstance, Handler } from "../fakes/interpreted-workflow.ts";
import { createFakeJobStore } from "../fakes/job-store.ts";
import { createFakePayloadStore } from "../fakes/payload-store.ts";
import { startTestService, type TestService } from "../fakes/test-service.ts";

const jobs: JobStore = createFakeJobStore(createTestClock());
const payloads = createFakePayloadStore();
const version = { before: true };
let service: TestService;

/** `freeze-context` as it was when the employee's process still read the job table. */
const freezeBefore: Handler = async (input: ExecutionInput) => {
  const job = await jobs.claim(input.job_id, input.attempt);
  const context_ref = await payloads.put(`contexts/${job.job_id}`, '{"version":1,"files":[]}');
  await jobs.save(job, { context_ref });
  return { next: "run" };
};

function updated(own: CreateInstance): CreateInstance {
  return {
    ...own,
    FreezeContext() {
      const now = own.FreezeContext?.() ?? freezeBefore;
      return (event, context) => (version.before ? freezeBefore : now)(event, context);
    },
  };
}

beforeAll(async () => {
  service = await startTestService({ steps: updated, stores: { jobs, payloads } });
});

afterAll(() => service.stop());

test("a job whose context was frozen before an update continues as another attempt, and is answered once", async () => {
  const pull = service.pull(2_500);
  await pull.comment("octavia", "/security");
  await service.settle();
  const [left] = await service.jobs();
  // Its execution has ended without a comment and without a run of the employee.
  expect(left).toMatchObject({ state: "DISPATCHED", attempt: 1, outcome: null });
  expect(pull.answers().map(({ body }) => body)).toEqual([expect.stringContaining("is working on")]);
  expect([...service.workflow.executions.values()].map(({ status }) => status)).toEqual(["SUCCEEDED"]);

  version.before = false;
  // Does what sweep-deliveries does for a job that has been idle for five minutes.
  expect(
    await ensureExecution(left ?? (await pull.job()), "sweep-deliveries", {
      jobs,
      workflow: service.workflow,
    }),
  ).toBe("restarted");
  await service.settle();

  expect(await pull.job()).toMatchObject({ state: "NOTIFIED", attempt: 2, outcome: "answered" });
  expect(pull.answers().map(({ body }) => body)).toEqual([expect.stringContaining("All good.")]);
});
