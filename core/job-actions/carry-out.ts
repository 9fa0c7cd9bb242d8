import { heldPermission, type PermissionPorts } from "../authority/held-permission.ts";
import { reaches } from "../github/permission.ts";
import { type CancelPorts, cancelJob } from "../jobs/cancel-job.ts";
import type { Job, JobOrder } from "../jobs/job.ts";
import type { EventNote, JobStore } from "../jobs/job-store.ts";
import { type RetryPorts, retryJob } from "../jobs/retry-job.ts";
import type { Employee } from "../roster/employee.ts";

export interface OrderPorts extends PermissionPorts {
  jobs: Pick<JobStore, "events"> & CancelPorts["jobs"] & RetryPorts["jobs"];
  workflow: CancelPorts["workflow"] & RetryPorts["workflow"];
  roster: readonly Employee[];
}

/**
 * Does what an authorised job of `/cancel` or `/retry` is there for, and answers how that went; null for any other job.
 * Whoever asks needs the permission of the employee whose job it is. Can be repeated: what was done is not done again.
 */
export async function carryOut(job: Job, ports: OrderPorts): Promise<JobOrder | null> {
  const { order } = job;
  if (!order || order.result !== null) return order ?? null;
  return { ...order, result: await resultOf(job, order, ports) };
}

async function resultOf(job: Job, { kind, job_id }: JobOrder, ports: OrderPorts): Promise<string> {
  const target = job_id === null ? null : await ports.jobs.read(job_id);
  if (!target) return "nothing";
  const by = { actor: `github:${job.sender.login}`, reason: `/${kind} ${job.job_id}` };
  const done = (await ports.jobs.events(target.job_id)).some((event) => isBy(event, by));
  // Its execution may not have been ended yet: an earlier try may have been cut off there.
  if (done && kind === "retry") return "done";
  if (!done && !(await mayOrder(job, target, ports))) return "permission";
  const change = kind === "cancel" ? cancelJob : retryJob;
  const changed = await change(target.job_id, by, ports);
  return changed.kind === "refused" && !done ? changed.code : "done";
}

const isBy = (event: EventNote, { actor, reason }: Pick<EventNote, "actor" | "reason">): boolean =>
  event.actor === actor && event.reason === reason;

async function mayOrder(job: Job, target: Job, { roster, ...ports }: OrderPorts): Promise<boolean> {
  const employee = roster.find(({ name }) => name === target.employee);
  if (!employee) return false;
  return reaches(await heldPermission(job, job.sender, ports), employee.minimum_permission);
}
