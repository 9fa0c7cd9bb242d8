import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import type { Context } from "aws-lambda";
import { createHandler as acknowledge } from "../../../functions/acknowledge-job/handler.ts";
import { createHandler as compensate } from "../../../functions/compensate-job/handler.ts";
import { createHandler as freeze } from "../../../functions/freeze-context/handler.ts";
import { createHandler as publishFailure } from "../../../functions/publish-failure/handler.ts";
import { createHandler as publishResult } from "../../../functions/publish-result/handler.ts";
import { createHandler as run } from "../../../functions/run-employee/handler.ts";
import { createHandler as sweepDeliveries } from "../../../functions/sweep-deliveries/handler.ts";
import { createStepPorts } from "../../fakes/answering.ts";
import { createInterpretedWorkflow, fakeTime, passTime } from "../../fakes/interpreted-workflow.ts";
import { createFakeJobIndex } from "../../fakes/job-index.ts";
import { fakeRunners } from "../../fakes/runners.ts";
import { createSweeperPorts } from "../../fakes/sweeper.ts";

beforeEach(() => void jest.useFakeTimers(fakeTime));
afterEach(() => void jest.useRealTimers());

/** A job with a short-running employee, and a workflow whose executions can be aborted. */
function createWorld() {
  const { roster: _, ...steps } = createStepPorts({ employee: "summary" });
  const sweeper = createSweeperPorts();
  const ports = { ...sweeper, ...steps, clock: Date.now, log: sweeper.log };
  const broken = { telling: true };
  const workflow = createInterpretedWorkflow({
    AcknowledgeJob: () => acknowledge(ports),
    FreezeContext: () => freeze(ports),
    RunEmployee: () => run({ ...ports, runners: fakeRunners() }),
    PublishResult: () => publishResult(ports),
    CompensateJob: () => compensate(ports),
    PublishFailure: () => {
      const handler = publishFailure(ports);
      return async (event, context) => {
        if (broken.telling) throw new Error("a mistake in the code");
        return handler(event, context);
      };
    },
  });
  // No employee finishes.
  ports.payloads.putOnce = () => Promise.reject(new Error("a mistake in the code"));
  const index = createFakeJobIndex(ports.jobs);
  const handler = sweepDeliveries({ ...ports, workflow, index, hooks: [] });
  const sweep = () => handler({}, { getRemainingTimeInMillis: () => 50_000 } as Context);
  return { ...ports, workflow, broken, sweep, stored: steps.stored };
}

/** Runs the next sweeps, each after the job has not changed for long enough. */
async function sweeps(world: ReturnType<typeof createWorld>, times: number) {
  for (let n = 0; n < times; n += 1) {
    await passTime(6 * 60);
    await world.sweep();
  }
  await passTime(5);
}

test("a job whose executions break off is attempted three times at most, and then its comment shows the failure", async () => {
  const world = createWorld();
  await world.workflow.start(`${world.job.job_id}-r1`, { job_id: world.job.job_id, attempt: 1 });
  await sweeps(world, 2);
  expect(await world.stored()).toMatchObject({ attempt: 3, restarts: 2 });
  expect(world.writer.bodies()).toEqual([expect.stringContaining("is working on")]);

  world.broken.telling = false;
  await sweeps(world, 1);

  expect(await world.stored()).toMatchObject({ state: "NOTIFIED", outcome: "failed", attempt: 4 });
  expect(world.writer.bodies()).toEqual([expect.stringContaining("(`attempts_exhausted`)")]);
  expect([...world.writer.reactions.values()]).toEqual(["-1"]);
});

test("a job whose failure cannot be posted ends too, and is counted", async () => {
  const world = createWorld();
  await world.workflow.start(`${world.job.job_id}-r1`, { job_id: world.job.job_id, attempt: 1 });
  await sweeps(world, 8);
  const job = await world.stored();
  expect(job).toMatchObject({ state: "CANCELLED", last_event: { reason: "untold: attempts_exhausted" } });
  expect(world.workflow.executions.size).toBe(6);
  const given = world.metrics.counted.filter(({ dimensions }) => dimensions.what === "job_given_up");
  expect(given).toHaveLength(4);
  expect(world.metrics.shared).toEqual([{ name: "JobFailed", happened: true }]);
});
