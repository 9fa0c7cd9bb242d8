import { type Confirmation, confirmAuthority } from "../../core/authority/confirm-authority.ts";
import { heldPermission } from "../../core/authority/held-permission.ts";
import { standingQuestion } from "../../core/authority/standing-question.ts";
import { isoTime } from "../../core/clock.ts";
import type { PayloadStore, StoredRef } from "../../core/deliveries/payload-store.ts";
import { isCancelledByClose } from "../../core/dispatch/pull-request-closed.ts";
import { type BuiltinContextPorts, builtinContext } from "../../core/employees/builtin-context.ts";
import {
  contextName,
  type FrozenTask,
  holdsTask,
  type RunObjects,
  resultKey,
} from "../../core/employees/frozen-task.ts";
import type { PullRequestContext } from "../../core/employees/pull-request-context.ts";
import type { CallContext } from "../../core/employees/run-input.schema.ts";
import { readOnce } from "../../core/github/read-once.ts";
import type { Job } from "../../core/jobs/job.ts";
import { chargeStartedRun } from "../../core/jobs/job-cost.ts";
import { runLimits } from "../../core/jobs/job-failure.ts";
import { executionName } from "../../core/jobs/job-id.ts";
import type { JobStore } from "../../core/jobs/job-store.ts";
import { idsOfJob } from "../../core/jobs/log-ids.ts";
import type { ExecutionInput } from "../../core/jobs/workflow.ts";
import { type Employee, isOwnRunner } from "../../core/roster/employee.ts";
import { requireEmployee } from "../../core/roster/roster.ts";

export interface FreezeContextPorts extends BuiltinContextPorts {
  jobs: JobStore;
  payloads: Pick<PayloadStore, "put">;
  /** Port: throws CircuitOpenError while the employee's model provider is unavailable. */
  admit(employee: Employee): Promise<void>;
  /** Port: returns 48 random characters, for a key in the payload bucket. */
  randomToken(): string;
}

const actor = "freeze-context";

/** What the workflow does next: `run-employee`, or a run outside by `call-employee` or `start-workflow`. */
type Frozen =
  | { next: "run"; objects: RunObjects }
  | ({ next: "call" | "start" } & CallContext)
  | { next: "again" };

/**
 * Stores the employee's context, so that the employee's process needs neither a GitHub credential nor the job record,
 * and records the start, because `run-employee` can only write its result. A later attempt gets the same context. Asks
 * GitHub first whether the job may still run, in the same read. Returns `again` if it may not: the workflow acknowledges
 * the job again, which refuses or withdraws it.
 */
export async function freezeContext(
  { job_id, attempt }: ExecutionInput,
  ports: FreezeContextPorts,
): Promise<Frozen> {
  const job = await ports.jobs.claim(job_id, attempt);
  const employee = requireEmployee(ports.roster, job.employee);
  // Before recording the start: otherwise hours of waiting would leave many start events.
  await ports.admit(employee);
  const question = { ...standingQuestion(job), thread: employee.context.includes("thread") };
  const asking = { ...ports, reader: readOnce(ports.reader, question) };
  const known = job.context_ref && holdsTask(job.context_ref) ? job.context_ref : null;
  const [confirmed, task] = await Promise.all([
    confirmAuthority(job, employee, asking),
    known ? null : readTask(job, employee, asking),
  ]);
  if (!mayRun(job, confirmed)) {
    await ports.jobs.save(job, { authority: null, callback: null });
    return { next: "again" };
  }
  const context_ref =
    known ?? (await ports.payloads.put(contextName(ports.randomToken()), JSON.stringify(task)));
  const started = startOf(employee, context_ref, ports.randomToken);
  const callback = "callback" in started ? ports.sha256(started.callback) : null;
  const ids = { execution: job.execution_arn ?? "" };
  const { authority } = confirmed;
  const change = {
    context_ref,
    callback,
    authority,
    ...chargeStartedRun(job, executionName(job_id, attempt)),
  };
  await ports.jobs.transition(job, "WORKER_RUNNING", { actor, reason: "started", ids }, change);
  return started;
}

type Checked = Extract<Confirmation, { kind: "checked" }>;

function mayRun(job: Job, confirmed: Confirmation): confirmed is Checked {
  if (confirmed.kind === "withdrawn") return false;
  return confirmed.refusals.length === 0 && !isCancelledByClose(job, confirmed.pull);
}

function startOf(
  { runner, timeout_seconds, heartbeat_seconds }: Employee,
  context: StoredRef,
  randomToken: () => string,
): Exclude<Frozen, { next: "again" }> {
  const objects = { context, result: resultKey(randomToken()) };
  switch (runner) {
    case "builtin":
    case "model":
      return { next: "run", objects };
    case "lambda":
    case "webhook":
    case "github-workflow": {
      const next = runner === "github-workflow" ? "start" : "call";
      // A Lambda function answers at once, so nothing beats before its result.
      const silence = runner === "lambda" ? timeout_seconds : heartbeat_seconds;
      return { next, objects, callback: randomToken(), ...runLimits(timeout_seconds, silence) };
    }
  }
}

async function readTask(job: Job, employee: Employee, ports: FreezeContextPorts): Promise<FrozenTask> {
  const [context, external] = await Promise.all([
    readContext(job, employee, ports),
    externalPart(job, employee, ports),
  ]);
  const { job_id, command, sender } = job;
  const task = { job_id, command, employee: employee.name, requested_by: sender.login };
  return { ...context, task: { ...task, ...external, ids: idsOfJob(job) } };
}

/** Returns what a runner outside `run-employee` learns about who asked, and where. */
async function externalPart(
  job: Job,
  { runner }: Employee,
  ports: FreezeContextPorts,
): Promise<Pick<FrozenTask["task"], "external">> {
  if (isOwnRunner(runner)) return {};
  const permission = await heldPermission(job, job.sender, ports);
  return { external: { requester_id: job.sender.id, permission, repository_id: job.repo_id } };
}

async function readContext(
  job: Job,
  employee: Employee,
  ports: FreezeContextPorts,
): Promise<PullRequestContext> {
  const { context: sections } = employee;
  const { reader, clock } = ports;
  const [pull, changed, thread, own] = await Promise.all([
    reader.pullRequest(job),
    sections.includes("files") || sections.includes("diff")
      ? reader.changedFiles(job)
      : { files: [], truncated: false },
    sections.includes("thread") ? reader.thread(job) : [],
    builtinContext(job, employee, ports),
  ]);
  return {
    version: 1,
    repo: pull.repo,
    pr_number: job.pr_number,
    title: pull.title,
    body: pull.body,
    author: pull.author,
    labels: pull.labels,
    base_branch: pull.base_branch,
    base_sha: pull.base_sha,
    head_sha: pull.head_sha,
    files: changed.files,
    files_truncated: changed.truncated,
    thread: thread.filter(({ created_at }) => created_at <= job.source.created_at),
    ...own,
    frozen_at: isoTime(clock()),
  };
}
