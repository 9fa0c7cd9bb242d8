import { afterEach, expect, jest, test } from "@jest/globals";
import { failureCode } from "../../../core/jobs/job-failure.ts";
import { jobCancelled } from "../../../core/jobs/task-tokens.ts";
import { startWorkflow } from "../../../functions/start-workflow/start-workflow.ts";
import { followWorkflowRuns } from "../../../functions/sweep-deliveries/follow-workflow-runs.ts";
import {
  type CreateInstance,
  createInterpretedWorkflow,
  fakeTime,
  passTime,
} from "../../fakes/interpreted-workflow.ts";
import { aJob } from "../../fakes/records/job.ts";
import { createSweeperPorts } from "../../fakes/sweeper.ts";
import { employee, prepared } from "../../unit/functions/start-workflow/rig.ts";

afterEach(() => {
  jest.useRealTimers();
});

/** A job of a workflow employee in the real workflow, with the step and the part of the sweep that know its run. */
async function startJob() {
  jest.useFakeTimers(fakeTime);
  const { ports, context, key, callback } = await prepared();
  const clock = Object.assign(() => Date.now(), { advance() {} });
  const steps: { name: string; failure?: { Error: string; Cause?: string } }[] = [];
  const names = ["AcknowledgeJob", "PublishResult", "CompensateJob", "PublishFailure"];
  const create: CreateInstance = Object.fromEntries(
    names.map((name) => [
      name,
      () => async (input: { failure?: { Error: string } }) => {
        steps.push({ name, ...input });
        return { next: "run" };
      },
    ]),
  );
  create.FreezeContext = () => async () => ({ next: "start", ...context, heartbeat_seconds: 180 });
  create.StartWorkflow = () => async (input) =>
    startWorkflow(input, { ...ports, clock, tokens: workflow.tokens });
  const workflow = createInterpretedWorkflow(create);
  const { job_id } = aJob();
  const sweeper = createSweeperPorts();
  sweeper.jobs.put(aJob({ employee: employee.name, state: "WORKER_RUNNING", callback: key }));
  const outside = { callbacks: ports.callbacks, runs: ports.runs, tokens: workflow.tokens };
  void workflow.start(`${job_id}-r1`, { job_id, attempt: 1 });
  await passTime(1);
  return {
    ...{ ports, workflow, callback, key },
    run: () => ports.runs.runs.at(-1),
    sweep: () => followWorkflowRuns({ ...sweeper, ...outside, clock, roster: [employee] }),
    steps: () => steps.map(({ name }) => name).slice(1),
    failure: () => failureCode(steps.at(-1)?.failure ?? { Error: "" }, aJob({ callback: key })),
    status: () => workflow.executions.get(`${job_id}-r1`)?.status,
  };
}

test("the result of a run is published", async () => {
  const job = await startJob();
  expect(job.status()).toBe("RUNNING");
  await job.ports.callbacks.end(job.key, "RESULT");
  await job.workflow.tokens.succeed((await job.callback())?.task_token ?? "");
  await passTime(1);
  expect(job.steps()).toEqual(["PublishResult"]);
  expect(job.status()).toBe("SUCCEEDED");
});

test("a run that takes long keeps its job waiting while it is read every minute", async () => {
  const job = await startJob();
  for (let minute = 0; minute < 8; minute += 1) {
    await passTime(60);
    expect(await job.sweep()).toEqual([]);
  }
  expect(job.status()).toBe("RUNNING");
  job.ports.runs.complete(job.run()?.id ?? 0, "failure");
  await passTime(60);
  await job.sweep();
  await passTime(1);
  expect(job.steps()).toEqual(["CompensateJob", "PublishFailure"]);
  expect(job.failure()).toBe("workflow_failure");
});

test("a run that cannot be read is silent: it is cancelled, and the job fails", async () => {
  const job = await startJob();
  await passTime(185);
  expect(job.steps()).toEqual(["CompensateJob", "PublishFailure"]);
  expect(job.failure()).toBe("heartbeat_lost");
  expect(job.run()?.conclusion).toBe("cancelled");
});

test("a run that exceeds its time is cancelled although it beats", async () => {
  const job = await startJob();
  for (let minute = 0; minute < 11; minute += 1) {
    await passTime(60);
    await job.sweep();
  }
  expect(job.steps()).toEqual(["CompensateJob", "PublishFailure"]);
  expect(job.run()?.conclusion).toBe("cancelled");
});

test("a cancelled job cancels its run once, and publishes nothing", async () => {
  const job = await startJob();
  await job.workflow.tokens.fail((await job.callback())?.task_token ?? "", jobCancelled);
  await job.ports.callbacks.end(job.key, "CLOSED");
  await passTime(1);
  expect(job.steps()).toEqual([]);
  expect(job.run()?.conclusion).toBe("cancelled");
  expect(await job.callback()).toMatchObject({ status: "CLOSED", notice: "heard" });
  expect(job.status()).toBe("SUCCEEDED");
});

test("a crash after the dispatch is retried with a new token, which the result opens", async () => {
  const job = await startJob();
  const first = (await job.callback())?.task_token;
  await job.workflow.tokens.fail(first ?? "", "Lambda.Unknown");
  await passTime(10);
  const second = (await job.callback())?.task_token;
  expect(second).not.toBe(first);
  expect(job.ports.runs.runs).toHaveLength(1);
  await job.ports.callbacks.end(job.key, "RESULT");
  expect(await job.workflow.tokens.succeed(second ?? "")).toBe(true);
  await passTime(1);
  expect(job.steps()).toEqual(["PublishResult"]);
});
