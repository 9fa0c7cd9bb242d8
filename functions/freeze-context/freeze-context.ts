import { isoTime } from "../core/clock.ts";
import type { PayloadStore } from "../core/deliveries/payload-store.ts";
import { type BuiltinContextPorts, builtinContext } from "../core/employees/builtin-context.ts";
import type { PullRequestContext } from "../core/employees/pull-request-context.ts";
import type { Job } from "../core/jobs/job.ts";
import type { JobStore } from "../core/jobs/job-store.ts";
import type { ExecutionInput } from "../core/jobs/workflow.ts";
import type { Employee } from "../core/roster/employee.ts";
import { requireEmployee } from "../core/roster/require-employee.ts";

export interface FreezeContextPorts extends BuiltinContextPorts {
  jobs: JobStore;
  payloads: PayloadStore;
}

/**
 * Reads what the employee may see of the pull request and stores it, so that the employee itself needs no
 * credential for GitHub and a later attempt sees what the first one saw. A push since the acknowledgement sends the
 * job back there, to be refused: `again`.
 */
export async function freezeContext(
  { job_id, attempt }: ExecutionInput,
  ports: FreezeContextPorts,
): Promise<{ next: "run" | "again" }> {
  const job = await ports.jobs.claim(job_id, attempt);
  if (job.context_ref) return { next: "run" };
  const employee = requireEmployee(ports.roster, job.employee);
  const context = await readContext(job, employee, ports);
  if (employee.context.length > 0 && context.head_sha !== job.head_sha) return { next: "again" };
  const context_ref = await ports.payloads.put(`contexts/${job_id}`, JSON.stringify(context));
  await ports.jobs.save(job, { context_ref });
  return { next: "run" };
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
    repo: job.repo,
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
