import { heldPermission, type PermissionPorts } from "../authority/held-permission.ts";
import { reaches } from "../github/permission.ts";
import { type CancelPorts, cancelJob } from "../jobs/cancel-job.ts";
import type { Job, JobAction } from "../jobs/job.ts";
import type { EventNote, JobStore } from "../jobs/job-store.ts";
import { type RetryPorts, retryJob } from "../jobs/retry-job.ts";
import type { Employee } from "../roster/employee.ts";

interface ActionPorts extends PermissionPorts {
  jobs: Pick<JobStore, "events"> & CancelPorts["jobs"] & RetryPorts["jobs"];
  workflow: CancelPorts["workflow"] & RetryPorts["workflow"];
  callbacks: CancelPorts["callbacks"];
  tokens: CancelPorts["tokens"];
  roster: readonly Employee[];
}

/**
 * Applies the action of an authorised job of `/cancel` or `/retry` to its target and returns it with its result; returns
 * null for any other job. The user needs the permission that the target's employee requires. Can be repeated: a
 * completed action is not applied again.
 */
export async function applyAction(job: Job, ports: ActionPorts): Promise<JobAction | null> {
  const { order: action } = job;
  if (!action || action.result !== null) return action ?? null;
  return { ...action, result: await resultOf(job, action, ports) };
}

async function resultOf(job: Job, { kind, job_id }: JobAction, ports: ActionPorts): Promise<string> {
  const target = job_id === null ? null : await ports.jobs.read(job_id);
  if (!target) return "nothing";
  const by = { actor: `github:${job.sender.login}`, reason: `/${kind} ${job.job_id}` };
  const done = (await ports.jobs.events(target.job_id)).some((event) => isBy(event, by));
  if (done && kind === "retry") return "done";
  // A completed cancellation is repeated: a crash may have come before it stopped the execution.
  if (!done && !(await isPermitted(job, target, ports))) return "permission";
  const change = kind === "cancel" ? cancelJob : retryJob;
  const changed = await change(target.job_id, by, ports);
  if (changed.kind === "refused" && !done) return changed.code;
  return kind === "cancel" && changed.job && getsNotice(changed.job, ports) ? "told" : "done";
}

/** Returns whether the run of a cancelled job is outside and can be told. A Lambda function cannot: it only answers. */
function getsNotice({ callback, employee, last_event }: Job, { roster }: ActionPorts): boolean {
  const runner = roster.find(({ name }) => name === employee)?.runner;
  const hasListener = runner === "webhook" || runner === "github-workflow";
  return hasListener && Boolean(callback) && last_event.from === "WORKER_RUNNING";
}

const isBy = (event: EventNote, { actor, reason }: Pick<EventNote, "actor" | "reason">): boolean =>
  event.actor === actor && event.reason === reason;

async function isPermitted(job: Job, target: Job, { roster, ...ports }: ActionPorts): Promise<boolean> {
  const employee = roster.find(({ name }) => name === target.employee);
  if (!employee) return false;
  return reaches(await heldPermission(job, job.sender, ports), employee.minimum_permission);
}
