import { heldPermission } from "../../core/authority/held-permission.ts";
import { isoTime } from "../../core/clock.ts";
import type { PayloadStore, StoredRef } from "../../core/deliveries/payload-store.ts";
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
 * and records the start, because `run-employee` can only write its result. A later attempt gets the same context. Returns
 * `again` after a push since the acknowledgement: the workflow acknowledges the job again, which refuses it.
 */
export async function freezeContext(
  { job_id, attempt }: ExecutionInput,
  ports: FreezeContextPorts,
): Promise<Frozen> {
  const job = await ports.jobs.claim(job_id, attempt);
  const employee = requireEmployee(ports.roster, job.employee);
  // Before recording the start: otherwise hours of waiting would leave many start events.
  await ports.admit(employee);
  const frozen = job.context_ref && holdsTask(job.context_ref) ? job.context_ref : null;
  const context_ref = frozen ?? (await freeze(job, employee, ports));
  if (!context_ref) return { next: "again" };
  const started = startOf(employee, context_ref, ports.randomToken);
  const callback = "callback" in started ? ports.sha256(started.callback) : null;
  const ids = { execution: job.execution_arn ?? "" };
  const change = { context_ref, callback, ...chargeStartedRun(job, executionName(job_id, attempt)) };
  await ports.jobs.transition(job, "WORKER_RUNNING", { actor, reason: "started", ids }, change);
  return started;
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

async function freeze(job: Job, employee: Employee, ports: FreezeContextPorts): Promise<StoredRef | null> {
  const context = await readContext(job, employee, ports);
  if (employee.context.length > 0 && context.head_sha !== job.head_sha) return null;
  const { job_id, command, sender } = job;
  const task = {
    ...{ job_id, command, employee: employee.name, requested_by: sender.login },
    ...(await externalPart(job, employee, ports)),
    ids: idsOfJob(job),
  };
  const frozen: FrozenTask = { ...context, task };
  return ports.payloads.put(contextName(ports.randomToken()), JSON.stringify(frozen));
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
