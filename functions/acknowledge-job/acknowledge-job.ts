import { type AnsweringPorts, publishComment } from "../../core/answering/publish-comment.ts";
import { refuseJob } from "../../core/answering/refuse-job.ts";
import { renderWorking } from "../../core/answering/render-answer.ts";
import { withdrawJob } from "../../core/answering/withdraw-job.ts";
import { type AuthorityPorts, checkAuthority } from "../../core/authority/authority.ts";
import { findWithdrawal } from "../../core/authority/live-comment.ts";
import type { Clock } from "../../core/clock.ts";
import { requireAttemptsLeft } from "../../core/jobs/ensure-execution.ts";
import type { Refusal } from "../../core/jobs/job.ts";
import type { ExecutionInput } from "../../core/jobs/workflow.ts";
import type { Employee } from "../../core/roster/employee.ts";
import { requireEmployee } from "../../core/roster/roster.ts";

export interface AcknowledgePorts extends AnsweringPorts, AuthorityPorts {
  clock: Clock;
  roster: Employee[];
}

const actor = "acknowledge-job";

/**
 * Posts the reaction and the status comment, the first things that the user sees. Checks the comment, the permission and
 * the commit again, because each may have changed while the job waited.
 */
export async function acknowledgeJob(
  { job_id, attempt }: ExecutionInput,
  ports: AcknowledgePorts,
): Promise<{ next: "run" | "stop" }> {
  let job = await ports.jobs.claim(job_id, attempt);
  requireAttemptsLeft(job);
  const withdrawn = await findWithdrawal(job, ports);
  if (withdrawn) {
    await withdrawJob(job, withdrawn, actor, ports);
    return { next: "stop" };
  }
  const employee = requireEmployee(ports.roster, job.employee);
  let refusals: Refusal[] = job.refusals;
  if (refusals.length === 0) {
    const command = job.command.name;
    const request = { sender: job.sender, employee, command, pinned_sha: job.head_sha };
    const authority = await checkAuthority(job, request, ports);
    refusals = authority.refusals;
    // A retried job has no commit yet: it is accepted now, for the current one.
    job = job.head_sha ? job : await ports.jobs.save(job, { head_sha: authority.pull.head_sha });
  }
  if (refusals.length > 0) {
    await refuseJob(job, refusals, actor, ports);
    return { next: "stop" };
  }
  await publishComment(job, [renderWorking(job, employee)], ports, { final: false, reaction: "eyes" });
  return { next: "run" };
}
