import { beforeEach, describe, expect, test } from "@jest/globals";
import { FencedError, RetryableError } from "../../../../core/errors.ts";
import type { Job } from "../../../../core/jobs/job.ts";
import { countStuckJobs } from "../../../../functions/sweep-deliveries/count-stuck-jobs.ts";
import { finishJobs } from "../../../../functions/sweep-deliveries/finish-jobs.ts";
import { aJob } from "../../../fakes/records/job.ts";
import { createSweeperPorts, type SweeperPorts } from "../../../fakes/sweeper.ts";

const minute = 60_000;
let ports: SweeperPorts;

beforeEach(() => {
  ports = createSweeperPorts();
});

/** Creates a job that has not changed for this long. */
function quietJob(change: Partial<Job> & { job_id: string }, quietMs = 6 * minute): Job {
  return ports.jobs.put(aJob({ ...change, updated_at: new Date(ports.clock() - quietMs).toISOString() }));
}

async function execution(job: Job, status: "running" | "succeeded" | "failed") {
  const name = `${job.job_id}-r${job.attempt}`;
  await ports.workflow.start(name, { job_id: job.job_id, attempt: job.attempt });
  if (status !== "running") ports.workflow.end(name, status);
}

const stored = (job: Job) => ports.jobs.read(job.job_id);

test.each([
  ["DISPATCHED", "failed"],
  ["WORKER_RUNNING", "succeeded"],
  ["WORKER_SUCCEEDED", "failed"],
  ["WORKER_FAILED", "failed"],
] as const)("a job left in %s by an execution that %s is restarted", async (state, status) => {
  const job = quietJob({ job_id: "left-summary", state });
  await execution(job, status);
  expect(await finishJobs(ports)).toEqual([]);
  expect(await stored(job)).toMatchObject({ state: "DISPATCHED", attempt: 2, restarts: 1 });
  expect(await ports.workflow.look("left-summary-r2")).toBe("running");
  expect(ports.repairs).toEqual(["job_restarted"]);
  expect((await stored(job))?.last_event.actor).toBe("sweep-deliveries");
});

test("a job whose execution never started gets it, with the same attempt", async () => {
  const job = quietJob({ job_id: "never-summary" });
  await finishJobs(ports);
  expect(await stored(job)).toEqual(job);
  expect(await ports.workflow.look("never-summary-r1")).toBe("running");
  expect(ports.repairs).toEqual(["job_restarted"]);
});

test("a job with a running execution is unchanged, however long ago it changed", async () => {
  const job = quietJob({ job_id: "waiting-summary", state: "WORKER_RUNNING" }, 120 * minute);
  await execution(job, "running");
  expect(await finishJobs(ports)).toEqual([]);
  expect(await stored(job)).toEqual(job);
  expect(ports.repairs).toEqual([]);
});

test("a job that has just changed is left alone", async () => {
  const job = quietJob({ job_id: "busy-summary" }, 4 * minute);
  await execution(job, "failed");
  await finishJobs(ports);
  expect(await stored(job)).toEqual(job);
});

test.each(["NOTIFIED", "REFUSED", "CANCELLED", "SUPERSEDED", "IGNORED", "RECEIVED", "VALIDATED"] as const)(
  "a job in %s is left alone",
  async (state) => {
    const job = quietJob({ job_id: "other-summary", state });
    await finishJobs(ports);
    expect(await stored(job)).toEqual(job);
    expect([...ports.workflow.executions]).toEqual([]);
  },
);

test("a lagging index does not restart a finished job", async () => {
  const job = quietJob({ job_id: "ended-summary", state: "NOTIFIED" });
  const behind = {
    inState: async () => [{ job_id: job.job_id, updated_at: job.updated_at }],
  };
  await finishJobs({ ...ports, index: behind });
  expect(await stored(job)).toEqual(job);
});

test("after three attempts, further ones report the failure and count as given up", async () => {
  const job = quietJob({ job_id: "lost-summary", attempt: 3, restarts: 2 });
  await execution(job, "failed");
  await finishJobs(ports);
  expect(await stored(job)).toMatchObject({ state: "DISPATCHED", attempt: 4, restarts: 3 });
  expect(ports.repairs).toEqual(["job_given_up"]);
});

test("two concurrent sweeps start one attempt", async () => {
  const job = quietJob({ job_id: "twice-summary" });
  await execution(job, "failed");
  const both = await Promise.all([finishJobs(ports), finishJobs(ports)]);
  expect(both).toEqual([[], []]);
  expect(await stored(job)).toMatchObject({ attempt: 2 });
  expect(ports.repairs).toEqual(["job_restarted"]);
});

test("a failing job does not stop the others", async () => {
  const broken = quietJob({ job_id: "broken-summary" }, 9 * minute);
  const fine = quietJob({ job_id: "fine-summary" });
  const { look } = ports.workflow;
  ports.workflow.look = async (name) => {
    if (name.startsWith("broken")) throw new RetryableError("workflow_unavailable", "down");
    return look(name);
  };
  expect(await finishJobs(ports)).toEqual([expect.objectContaining({ code: "workflow_unavailable" })]);
  expect(await ports.workflow.look(`${fine.job_id}-r1`)).toBe("running");
  expect(ports.workflow.executions.has(`${broken.job_id}-r1`)).toBe(false);
});

test("hundreds of waiting jobs do not hide a lost one", async () => {
  for (let n = 0; n < 350; n += 1) {
    await execution(quietJob({ job_id: `w${n}-security`, state: "WORKER_RUNNING" }, 60 * minute), "running");
  }
  const job = quietJob({ job_id: "lost-summary" });
  await execution(job, "failed");
  for (let run = 0; run < 4; run += 1) {
    await finishJobs(ports);
    ports.clock.advance(minute);
  }
  expect(await stored(job)).toMatchObject({ attempt: 2 });
});

test("another writer that was faster is not a failure", async () => {
  const job = quietJob({ job_id: "raced-summary" });
  await execution(job, "failed");
  const transition = () => Promise.reject(new FencedError("job_taken_over", "taken over"));
  expect(await finishJobs({ ...ports, jobs: { ...ports.jobs, transition } })).toEqual([]);
  expect(ports.repairs).toEqual([]);
});

describe("jobs that were recorded and never dispatched", () => {
  test("are counted after an hour, and their IDs are logged", async () => {
    quietJob({ job_id: "a-summary", state: "RECEIVED" }, 61 * minute);
    quietJob({ job_id: "b-summary", state: "VALIDATED" }, 61 * minute);
    quietJob({ job_id: "c-summary", state: "VALIDATED" }, 59 * minute);
    quietJob({ job_id: "d-summary", state: "DISPATCHED" }, 61 * minute);
    expect(await countStuckJobs(ports)).toEqual([]);
    expect(ports.metrics.counted.map(({ name }) => name)).toEqual(["JobStuck", "JobStuck"]);
    const fields = { job_ids: ["a-summary", "b-summary"] };
    expect(ports.log.lines).toEqual([{ level: "error", message: "jobs stuck", fields }]);
  });

  test("are not logged if there are none", async () => {
    expect(await countStuckJobs(ports)).toEqual([]);
    expect([ports.metrics.counted, ports.log.lines]).toEqual([[], []]);
  });
});

describe("one noisy repository and nine quiet ones", () => {
  test("the next sweep restarts the lost jobs of the quiet ones", async () => {
    const lost: Job[] = [];
    for (let n = 0; n < 300; n += 1) {
      await execution(quietJob({ job_id: `n${n}-security`, repo_id: 1_000 }, 60 * minute), "failed");
    }
    for (let n = 0; n < 9; n += 1) lost.push(quietJob({ job_id: `q${n}-security`, repo_id: 2_000 + n }));
    for (const job of lost) await execution(job, "failed");
    await finishJobs(ports);
    for (const job of lost) expect(await stored(job)).toMatchObject({ attempt: 2 });
  });

  test("jobs that wait in a lane do not hide one that lost its execution", async () => {
    const queued = { place: 1, of: 1, since: "2026-11-23T08:00:00.000Z" };
    const comment = { phase: "POSTED", id: 1, continuation_ids: [], queued } as const;
    for (let n = 0; n < 300; n += 1) {
      const given = { job_id: `w${n}-security`, comment: { ...comment, continuation_ids: [] } };
      await execution(quietJob(given, 60 * minute), "running");
    }
    const job = quietJob({ job_id: "lost-security" });
    await execution(job, "failed");
    await finishJobs(ports);
    expect(await stored(job)).toMatchObject({ attempt: 2 });
  });

  test("every lost job is restarted in time, however many there are", async () => {
    for (let n = 0; n < 300; n += 1) {
      await execution(quietJob({ job_id: `n${n}-security` }, 60 * minute), "running");
    }
    const job = quietJob({ job_id: "lost-security" });
    await execution(job, "failed");
    for (let run = 0; run < 6; run += 1) {
      await finishJobs(ports);
      ports.clock.advance(minute);
    }
    expect(await stored(job)).toMatchObject({ attempt: 2 });
  });
});
