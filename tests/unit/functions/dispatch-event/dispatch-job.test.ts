import { beforeEach, describe, expect, test } from "@jest/globals";
import { RetryableError } from "../../../../core/errors.ts";
import type { Job } from "../../../../core/jobs/job.ts";
import { dispatchJob } from "../../../../functions/dispatch-event/dispatch-event.ts";
import { resumeJob } from "../../../../functions/dispatch-event/job-steps.ts";
import { createDispatcherPorts, type DispatcherPorts } from "../../../fakes/dispatcher.ts";
import { aJob, aNewJob } from "../../../fakes/records/job.ts";

let ports: DispatcherPorts;

beforeEach(() => {
  ports = createDispatcherPorts();
});

const planned = (change: Parameters<typeof aNewJob>[0] = {}) => ({
  job: aNewJob(change),
  refusals: [],
  reason: "command",
});
const executions = () => [...ports.workflow.executions.keys()].map((name) => name.slice(-2));
const stored = async (): Promise<Job> => (await ports.jobs.read(aNewJob().job_id)) ?? aJob();
const trail = async () =>
  (await ports.jobs.events(aNewJob().job_id)).map(({ to, reason }) => `${to} ${reason}`);

describe("a new job", () => {
  test("of a user without permission goes to the workflow, which explains it", async () => {
    ports.reader.repository.permissions = { octavia: "read" };
    await dispatchJob(planned(), 0, ports);
    expect(await stored()).toMatchObject({ state: "DISPATCHED", refusals: [{ code: "permission" }] });
    expect(await trail()).toEqual(["RECEIVED command", "DISPATCHED refused: permission"]);
    expect(executions()).toEqual(["r1"]);
  });

  test("of a fork without approval is refused", async () => {
    ports.reader.repository.pull.from_fork = true;
    await dispatchJob(planned(), 0, ports);
    expect(await stored()).toMatchObject({ refusals: [{ code: "fork_not_approved" }] });
  });

  test("in shadow mode ends with the decision, and starts nothing", async () => {
    await dispatchJob(planned({ mode: "shadow" }), 0, ports);
    expect(await stored()).toMatchObject({ state: "IGNORED" });
    expect(await trail()).toEqual(["RECEIVED command", "IGNORED shadow, would be authorised"]);
    expect(executions()).toEqual([]);
  });

  test("in shadow mode records the refusals", async () => {
    ports.reader.repository.permissions = {};
    await dispatchJob(planned({ mode: "shadow" }), 0, ports);
    expect(await stored()).toMatchObject({ state: "IGNORED", refusals: [{ code: "permission" }] });
    expect(await trail()).toContain("IGNORED shadow, would be refused: permission");
  });

  test("of an employee that is not in the roster ends at once", async () => {
    await dispatchJob(planned({ employee: "gone" }), 0, ports);
    expect(await stored()).toMatchObject({
      state: "CANCELLED",
      last_event: { reason: "employee_unknown" },
    });
    expect(executions()).toEqual([]);
  });

  test("waits while GitHub is unavailable: an unknown permission is not refused", async () => {
    ports.reader.fail(new RetryableError("github_failed", "GitHub failed"));
    await expect(dispatchJob(planned(), 0, ports)).rejects.toMatchObject({ code: "github_failed" });
    expect((await stored()).state).toBe("RECEIVED");
    ports.reader.fail(null);
    await dispatchJob(planned(), 0, ports);
    expect((await stored()).state).toBe("DISPATCHED");
  });
});

describe("an existing job", () => {
  test.each(["VALIDATED", "DISPATCHED", "WORKER_RUNNING", "WORKER_SUCCEEDED", "WORKER_FAILED"] as const)(
    "in %s gets its execution, without another check",
    async (state) => {
      ports.jobs.put(aJob({ state }));
      await dispatchJob(planned(), 0, ports);
      expect(executions()).toEqual(["r1"]);
      expect(ports.reader.asked).toEqual([]);
    },
  );

  test.each(["NOTIFIED", "IGNORED", "REFUSED", "CANCELLED", "SUPERSEDED"] as const)(
    "in %s is unchanged",
    async (state) => {
      const job = ports.jobs.put(aJob({ state }));
      await dispatchJob(planned(), 0, ports);
      expect(await stored()).toEqual(job);
      expect(executions()).toEqual([]);
    },
  );

  test("with a running execution is unchanged", async () => {
    await dispatchJob(planned(), 0, ports);
    const job = await stored();
    await dispatchJob(planned(), 0, ports);
    expect(await stored()).toEqual(job);
    expect(executions()).toEqual(["r1"]);
  });

  test.each(["DISPATCHED", "WORKER_RUNNING", "WORKER_SUCCEEDED", "WORKER_FAILED"] as const)(
    "in %s whose execution failed gets another attempt",
    async (state) => {
      const name = `${aJob().job_id}-r1`;
      ports.jobs.put(aJob({ state, outcome: "answered" }));
      await ports.workflow.start(name, { job_id: aJob().job_id, attempt: 1 });
      ports.workflow.end(name, "failed");

      await dispatchJob(planned(), 0, ports);

      const job = await stored();
      const execution_arn = ports.workflow.arnOf(`${job.job_id}-r2`);
      expect(job).toMatchObject({
        state: "DISPATCHED",
        attempt: 2,
        outcome: null,
        result_ref: null,
        execution_arn,
      });
      expect(executions()).toEqual(["r1", "r2"]);
      expect(ports.workflow.executions.get(`${job.job_id}-r2`)?.input).toEqual({
        job_id: job.job_id,
        attempt: 2,
        paces: true,
      });
    },
  );

  test("whose execution succeeded without finishing it gets another attempt too", async () => {
    const job = ports.jobs.put(aJob({ state: "WORKER_RUNNING" }));
    await ports.workflow.start(`${job.job_id}-r1`, { job_id: job.job_id, attempt: 1 });
    ports.workflow.end(`${job.job_id}-r1`, "succeeded");
    await dispatchJob(planned(), 0, ports);
    expect(await stored()).toMatchObject({ state: "DISPATCHED", attempt: 2 });
    expect(executions()).toEqual(["r1", "r2"]);
  });
});

describe("case 5: a job whose intent is delivered again", () => {
  const comment = { phase: "POSTED" as const, id: 7, continuation_ids: [] };

  test.each(["answered", "unavailable", "failed"] as const)("is unchanged if it was %s", async (outcome) => {
    const job = ports.jobs.put(aJob({ state: "NOTIFIED", outcome, comment }));
    await resumeJob(job.job_id, ports);
    expect(await stored()).toEqual(job);
    expect(executions()).toEqual([]);
  });

  test.each(["REFUSED", "CANCELLED", "SUPERSEDED", "IGNORED"] as const)("stays %s", async (state) => {
    const job = ports.jobs.put(aJob({ state, outcome: "failed" }));
    await resumeJob(job.job_id, ports);
    expect(await stored()).toEqual(job);
    expect(executions()).toEqual([]);
  });

  test("starts nothing new while it runs", async () => {
    await dispatchJob(planned(), 0, ports);
    await resumeJob(aJob().job_id, ports);
    expect(executions()).toEqual(["r1"]);
  });

  test("starts the execution of an attempt that crashed before it", async () => {
    ports.jobs.put(aJob({ state: "DISPATCHED", attempt: 2 }));
    await resumeJob(aJob().job_id, ports);
    expect(executions()).toEqual(["r2"]);
  });

  test("does nothing if it does not exist", async () => {
    await resumeJob("no-such-job", ports);
    expect(executions()).toEqual([]);
  });
});
