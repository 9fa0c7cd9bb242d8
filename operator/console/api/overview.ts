import { createRolloutTable } from "../../../adapters/dynamodb/rollout-table.ts";
import { isoTime } from "../../../core/clock.ts";
import type { Job } from "../../../core/jobs/job.ts";
import { circuitsOf } from "../../stack/circuits/known-circuits.ts";
import { readCircuits } from "../../stack/circuits/read-circuits.ts";
import { failingDeliveries, failureText } from "../../stack/deliveries/failing.ts";
import { depthOf, lettersIn } from "../../stack/doctor/queue-depth.ts";
import type { Stack } from "../../stack/find-stack.ts";
import { findIntake } from "../../stack/intake/intake.ts";
import { lastPause } from "../../stack/intake/paused-by.ts";
import type { JobReading } from "../../stack/jobs/find-jobs.ts";
import { createOperationLog } from "../../stack/operations/operation-log.ts";
import { deployedRollout, stageModeOf } from "../../stack/rollout/deployed-rollout.ts";
import { describeMode, describeWhen, presentRollout } from "../../stack/rollout/describe-rollout.ts";
import { listed, liveJobs } from "./live-jobs.ts";
import { part } from "./part.ts";

/** What the page asks for again and again: each part by itself, so that one that fails takes no other with it. */
export async function overview(stack: Stack, reading: JobReading) {
  const live = liveJobs(stack, reading);
  const jobs = part(async () => {
    const { counts, jobs: found } = await live;
    return { counts, jobs: found.map(listed) };
  });
  const seen = live.then(
    (found) => found.jobs,
    () => [],
  );
  const [jobPart, queues, failing, intake, rollout, circuits] = await Promise.all([
    jobs,
    part(() => queuesOf(stack)),
    part(() => failingOf(stack)),
    part(() => intakeOf(stack)),
    part(() => rolloutOf(stack)),
    part(async () => openCircuits(stack, await seen)),
  ]);
  const { name, stage, region } = stack;
  return { stack: { name, stage, region }, jobs: jobPart, queues, failing, intake, rollout, circuits };
}

async function queuesOf(stack: Stack) {
  const [events, letters, invocations] = await Promise.all([
    depthOf(stack, "EventQueueUrl"),
    depthOf(stack, "EventDeadLetterQueueUrl"),
    depthOf(stack, "FailedInvocationQueueUrl"),
  ]);
  const { waiting, inWork, delayed } = events;
  return {
    ...{ waiting, in_work: inWork, delayed },
    dead_letters: lettersIn(letters),
    failed_invocations: lettersIn(invocations),
  };
}

/** Deliveries whose dispatch currently fails, newest first. */
async function failingOf(stack: Stack) {
  const failing = await failingDeliveries(stack.output("IdempotencyTableName"));
  return failing.map(({ delivery_id, repo, pr_number, failing_since, last_failure, ...record }) => ({
    ...{ delivery_id, repo, pr_number, since: failing_since, last: last_failure?.at ?? null },
    cause: failureText({ ...record, failing_since, last_failure }),
  }));
}

async function intakeOf(stack: Stack) {
  const state = await (await findIntake(stack)).state();
  const log = createOperationLog(stack.output("IdempotencyTableName"));
  return { state, pause: state === "Enabled" ? null : await lastPause(log) };
}

async function rolloutOf(stack: Stack) {
  const version = await createRolloutTable(stack.output("IdempotencyTableName")).current();
  const { policy, ...rollout } = presentRollout(version, await deployedRollout(stack));
  const standard = { mode: policy.default, percentage: policy.canary_percentage };
  const rules = [...policy.rules, { when: {}, ...standard }].map((rule) => ({
    mode: rule.mode,
    when: describeWhen(rule.when),
    what: describeMode(rule),
  }));
  return { ...rollout, stage_mode: stageModeOf(stack), mode: policy.default, rules };
}

/** Everybody's circuits, and those of the installations that have jobs here. */
async function openCircuits(stack: Stack, jobs: Job[]) {
  const circuits = await readCircuits(stack, circuitsOf(jobs));
  return circuits
    .filter(({ state }) => state !== "closed")
    .map(({ until, ...circuit }) => ({ ...circuit, until: isoTime(until) }));
}
