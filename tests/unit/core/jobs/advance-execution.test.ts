import { beforeEach, describe, expect, test } from "@jest/globals";
import { ensureExecution, refuseFurtherWork } from "../../../../core/jobs/advance-execution.ts";
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

/** The job's execution has ended, and somebody makes sure that there is one. */
async function endAndEnsure() {
  const job = await stored();
  await ports.workflow.start(nameOf(job.attempt), { job_id: job.job_id, attempt: job.attempt });
  ports.workflow.end(nameOf(job.attempt), "failed");
  return ensureExecution(job, "test", ports);
}

test("a job that has none gets its execution, under the attempt that it has", async () => {
  const job = ports.jobs.put(aJob());
  expect(await ensureExecution(job, "test", ports)).toBe("under_way");
  expect([...ports.workflow.executions.keys()]).toEqual([nameOf(1)]);
  expect(await stored()).toEqual(job);
});

test("one that goes on is left alone", async () => {
  const job = ports.jobs.put(aJob());
  await ensureExecution(job, "test", ports);
  expect(await ensureExecution(job, "test", ports)).toBe("under_way");
  expect(await stored()).toEqual(job);
});

test("one that has ended before its job is followed by another, by whom and why stands in the trail", async () => {
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

  test("is begun three times to be done, three times more to be told, and then it is over", async () => {
    const advances: string[] = [];
    const refused: boolean[] = [];
    while ((await stored()).state !== "CANCELLED" && advances.length < 20) {
      advances.push(await endAndEnsure());
      const job = await stored();
      refused.push(job.state === "DISPATCHED" && throws(() => refuseFurtherWork(job)));
    }
    expect(advances).toEqual(["restarted", "restarted", ...Array(4).fill("given_up")]);
    expect(refused).toEqual([false, false, true, true, true, false]);
    expect((await stored()).last_event.reason).toBe("untold: attempts_exhausted");
  });

  test("may be begun anew when somebody asks, whatever number its attempt has", async () => {
    ports.jobs.put(aJob({ attempt: 7, restarts: 0 }));
    expect(throws(() => refuseFurtherWork(aJob({ attempt: 7, restarts: 0 })))).toBe(false);
    expect(await endAndEnsure()).toBe("restarted");
    expect(await stored()).toMatchObject({ attempt: 8, restarts: 1 });
  });
});

test("an attempt that only tells fails for good, with a reason", () => {
  const exhausted = { name: "PermanentError", code: "attempts_exhausted" };
  expect(() => refuseFurtherWork(aJob({ restarts: 3 }))).toThrow(expect.objectContaining(exhausted));
});

function throws(work: () => void): boolean {
  try {
    work();
    return false;
  } catch {
    return true;
  }
}
