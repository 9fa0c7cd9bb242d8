import { beforeEach, describe, expect, test } from "@jest/globals";
import { ensureExecution, requireAttemptsLeft } from "../../../../core/jobs/ensure-execution.ts";
import type { Job } from "../../../../core/jobs/job.ts";
import { createTestClock } from "../../../fakes/clock.ts";
import { createFakeJobStore } from "../../../fakes/job-store.ts";
import { aJob } from "../../../fakes/records/job.ts";
import { createFakeWorkflow } from "../../../fakes/workflow.ts";

let ports: { jobs: ReturnType<typeof createFakeJobStore>; workflow: ReturnType<typeof createFakeWorkflow> };

beforeEach(() => {
  ports = { jobs: createFakeJobStore(createTestClock()), workflow: createFakeWorkflow() };
});

const stored = async (): Promise<Job> => (await ports.jobs.read(aJob().job_id)) ?? aJob();
const nameOf = (attempt: number) => `${aJob().job_id}-r${attempt}`;

/** Ends the job's execution and calls ensureExecution. */
async function endAndEnsure() {
  const job = await stored();
  await ports.workflow.start(nameOf(job.attempt), { job_id: job.job_id, attempt: job.attempt });
  ports.workflow.end(nameOf(job.attempt), "failed");
  return ensureExecution(job, "test", ports);
}

test("a job without an execution gets one for its current attempt", async () => {
  const job = ports.jobs.put(aJob());
  expect(await ensureExecution(job, "test", ports)).toBe("running");
  expect([...ports.workflow.executions.keys()]).toEqual([nameOf(1)]);
  expect(await stored()).toEqual(job);
});

test("a running execution is left alone", async () => {
  const job = ports.jobs.put(aJob());
  await ensureExecution(job, "test", ports);
  expect(await ensureExecution(job, "test", ports)).toBe("running");
  expect(await stored()).toEqual(job);
});

test("an execution that ended before its job is followed by another, and the events say why", async () => {
  ports.jobs.put(aJob({ state: "WORKER_RUNNING", outcome: "answered" }));
  expect(await endAndEnsure()).toBe("restarted");
  const restarted = { state: "DISPATCHED", attempt: 2, restarts: 1, outcome: null, result_ref: null };
  const execution = ports.workflow.arnOf(nameOf(2));
  expect(await stored()).toMatchObject({ ...restarted, execution_arn: execution });
  expect((await stored()).last_event.ids).toEqual({ delivery: aJob().delivery_id, execution });
  const trail = (await ports.jobs.events(aJob().job_id)).map(({ to, actor, reason }) => [to, actor, reason]);
  expect(trail).toEqual([
    ["WORKER_FAILED", "test", "execution_ended"],
    ["DISPATCHED", "test", "new_attempt"],
  ]);
  expect(await ports.workflow.look(nameOf(2))).toBe("running");
});

describe("a job whose executions end again and again", () => {
  beforeEach(() => void ports.jobs.put(aJob()));

  test("is started three times to work, three times more to report its failure, and then ends", async () => {
    const advances: string[] = [];
    const refused: boolean[] = [];
    while ((await stored()).state !== "CANCELLED" && advances.length < 20) {
      advances.push(await endAndEnsure());
      const job = await stored();
      refused.push(job.state === "DISPATCHED" && throws(() => requireAttemptsLeft(job)));
    }
    expect(advances).toEqual(["restarted", "restarted", ...Array(4).fill("given_up")]);
    expect(refused).toEqual([false, false, true, true, true, false]);
    expect((await stored()).last_event.reason).toBe("untold: attempts_exhausted");
  });

  test("can be retried by a person at any attempt number", async () => {
    ports.jobs.put(aJob({ attempt: 7, restarts: 0 }));
    expect(throws(() => requireAttemptsLeft(aJob({ attempt: 7, restarts: 0 })))).toBe(false);
    expect(await endAndEnsure()).toBe("restarted");
    expect(await stored()).toMatchObject({ attempt: 8, restarts: 1 });
  });
});

test("an attempt that only reports the failure fails with a permanent error", () => {
  const exhausted = { name: "PermanentError", code: "attempts_exhausted" };
  expect(() => requireAttemptsLeft(aJob({ restarts: 3 }))).toThrow(expect.objectContaining(exhausted));
});

function throws(work: () => void): boolean {
  try {
    work();
    return false;
  } catch {
    return true;
  }
}
