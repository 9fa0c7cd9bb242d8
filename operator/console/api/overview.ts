import { createRolloutTable } from "../../../adapters/dynamodb/rollout-table.ts";
import { isoTime } from "../../../core/clock.ts";
import type { Job } from "../../../core/jobs/job.ts";
import {
  isTerminal,
  type JobState,
  jobStates,
  openStates,
  terminalStates,
} from "../../../core/jobs/job-state.ts";
import { circuitsOf, readCircuits } from "../../stack/circuits.ts";
import { failingDeliveries, failureText } from "../../stack/deliveries/failing.ts";
import { describeFailure, type Failure } from "../../stack/describe-failure.ts";
import type { Stack } from "../../stack/find-stack.ts";
import { findIntake, lastPause } from "../../stack/intake.ts";
import { countJobs } from "../../stack/jobs/count-jobs.ts";
import { findJobPage, type JobReader } from "../../stack/jobs/find-jobs.ts";
import { createOperationLog } from "../../stack/operation-log.ts";
import { readDepth, sizeOf } from "../../stack/queue-depth.ts";
import { deployedRollout, stageModeOf } from "../../stack/rollout/deployed-rollout.ts";
import { describeMode, describeWhen, presentRollout } from "../../stack/rollout/describe-rollout.ts";
import { presentCircuit } from "./circuit-routes.ts";
import { presentJob } from "./job-routes.ts";
import { rolloutModes } from "./rollout-routes.ts";

/** Returns what the page refreshes. Each part is independent: one that cannot be read does not affect the others. */
export async function overview(stack: Stack, reading: JobReader) {
  const jobs = recentJobs(reading);
  const jobsOrNone = jobs.then(({ jobs: known }) => known).catch(() => []);
  const [jobPart, queues, failing, intake, rollout, circuits] = await Promise.all([
    part(async () => {
      const { jobs: known, has_more } = await jobs;
      return { counts: await jobCounts(stack), jobs: known.map(presentJob), has_more };
    }),
    part(() => queuesOf(stack)),
    part(() => failingOf(stack)),
    part(() => intakeOf(stack)),
    part(() => rolloutOf(stack)),
    part(async () => openCircuits(stack, await jobsOrNone)),
  ]);
  const { name, stage, region } = stack;
  return { stack: { name, stage, region }, jobs: jobPart, queues, failing, intake, rollout, circuits };
}

/** A part of the overview, or why it cannot be read. */
type Part<Value> = { value: Value } | { problem: Failure };

async function part<Value>(read: () => Promise<Value>): Promise<Part<Value>> {
  try {
    return { value: await read() };
  } catch (error) {
    return { problem: describeFailure(error) };
  }
}

const dayMs = 86_400_000;
const maxOpenJobs = 200;
const maxEndedJobs = 50;

/** Returns the open jobs and the last ended ones, each group by last change, newest first, and whether there are more. */
async function recentJobs(reading: JobReader): Promise<{ jobs: Job[]; has_more: boolean }> {
  const [open, ended] = await Promise.all([
    findJobPage({ states: openStates }, { limit: maxOpenJobs }, reading),
    findJobPage({ states: terminalStates }, { limit: maxEndedJobs }, reading),
  ]);
  return { jobs: [...open.jobs, ...ended.jobs], has_more: open.next !== null || ended.next !== null };
}

/** Counts jobs by state, in the order of a job's life; for terminal states only those of the last day. */
function jobCounts(stack: Stack): Promise<{ state: JobState; count: number; open: boolean }[]> {
  const table = stack.output("JobTableName");
  const since = isoTime(Date.now() - dayMs);
  return Promise.all(
    jobStates.map(async (state) => {
      const open = !isTerminal(state);
      return { state, count: await countJobs(table, state, open ? {} : { since }), open };
    }),
  );
}

async function queuesOf(stack: Stack) {
  const [events, deadLetters, invocations] = await Promise.all([
    readDepth(stack, "EventQueueUrl"),
    readDepth(stack, "EventDeadLetterQueueUrl"),
    readDepth(stack, "FailedInvocationQueueUrl"),
  ]);
  const { queued, inProgress, delayed } = events;
  return {
    ...{ waiting: queued, in_work: inProgress, delayed },
    dead_letters: sizeOf(deadLetters),
    failed_invocations: sizeOf(invocations),
  };
}

/** Returns the deliveries whose dispatch currently fails, newest first. */
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
    when: policy.rules.length === 0 ? "everything" : describeWhen(rule.when),
    what: describeMode(rule),
    scope: rule.when,
    percentage: rule.percentage ?? null,
  }));
  const limits = { stage_mode: stageModeOf(stack), modes: rolloutModes };
  return { ...rollout, ...limits, mode: policy.default, rules };
}

/** Returns the circuits that are not closed: the shared ones, and those of the jobs' installations. */
async function openCircuits(stack: Stack, jobs: Job[]) {
  const circuits = await readCircuits(stack, circuitsOf(jobs));
  return circuits.filter(({ state }) => state !== "closed").map(presentCircuit);
}
