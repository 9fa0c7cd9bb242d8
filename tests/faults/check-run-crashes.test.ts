import { expect, test } from "@jest/globals";
import { resultKey } from "../../core/employees/frozen-task.ts";
import type { Job } from "../../core/jobs/job.ts";
import { acknowledgeJob } from "../../functions/acknowledge-job/acknowledge-job.ts";
import { publishFailure } from "../../functions/publish-failure/publish-failure.ts";
import { publishResult } from "../../functions/publish-result/publish-result.ts";
import { repairCheckRuns } from "../../functions/sweep-deliveries/repair-check-runs.ts";
import { createStepPorts, type StepPorts } from "../fakes/answering.ts";
import { type CrashPlan, crashingPorts } from "../fakes/crash.ts";
import { createFakeSweepMarks } from "../fakes/sweep-marks.ts";

const minute = 60_000;
const key = resultKey("r".repeat(48));
const none: CrashPlan = { at: 0, when: "before" };

type Step = (ports: StepPorts) => Promise<unknown>;

const answer: Step[] = [
  (ports) => acknowledgeJob(ports.input, ports),
  async ({ jobs, job }) => {
    const now = await jobs.read(job.job_id);
    if (now?.state === "DISPATCHED") await jobs.transition(now, "WORKER_RUNNING", note);
  },
  (ports) => publishResult({ ...ports.input, context: { objects: { result: key } } }, ports),
];
const failure: Step[] = [
  (ports) => acknowledgeJob(ports.input, ports),
  (ports) => publishFailure({ ...ports.input, failure: { Error: "States.Timeout" } }, ports),
];
const refusal: Step[] = [(ports) => acknowledgeJob(ports.input, ports)];
const note = { actor: "test", reason: "started", ids: {} };

/** Runs the steps as the workflow does: a crashed step is repeated, and a step after the job's end is fenced. */
async function runSteps(steps: Step[], ports: StepPorts, whole: StepPorts): Promise<void> {
  for (const step of steps) {
    const crashed = await step(ports).then(
      () => false,
      () => true,
    );
    if (crashed) await step(whole).catch(() => {});
  }
}

async function converge(steps: Step[], plan: CrashPlan, change: Partial<Job> = {}) {
  const whole = createStepPorts(change);
  await whole.payloads.putOnce(key, JSON.stringify({ outcome: "answered", markdown: "Fine.", usage: null }));
  const crashing = crashingPorts<StepPorts>(whole, ["jobs", "checks"], plan);
  await runSteps(steps, crashing.ports, whole);
  const sweeper = { ...whole, marks: createFakeSweepMarks(), timeLeft: () => 30_000, repaired: () => {} };
  for (let sweep = 0; sweep < 9; sweep += 1) {
    whole.clock.advance(minute);
    await repairCheckRuns(sweeper);
  }
  const { runs } = whole.checks;
  return {
    calls: crashing.calls(),
    shown: runs.map(({ external_id, status, conclusion }) => ({ external_id, status, conclusion })),
  };
}

test.each<[string, Step[], Partial<Job>, string]>([
  ["answered", answer, {}, "neutral"],
  ["failed", failure, {}, "failure"],
  ["refused", refusal, { refusals: [{ code: "permission", message: "no" }] }, "action_required"],
])(
  "a crash at any call leaves an %s job exactly one completed check run",
  async (_what, steps, change, conclusion) => {
    const { calls } = await converge(steps, none, change);
    expect(calls).toBeGreaterThan(4);
    for (let at = 1; at <= calls; at += 1) {
      for (const when of ["before", "after"] as const) {
        const { shown } = await converge(steps, { at, when }, change);
        expect({ at, when, shown }).toEqual({
          ...{ at, when },
          shown: [{ external_id: "abcdefghijklmnopqrstuvwxyz-summary", status: "completed", conclusion }],
        });
      }
    }
  },
);
