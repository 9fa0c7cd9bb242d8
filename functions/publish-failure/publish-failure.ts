import { endUnsent } from "../../core/answering/end-unsent.ts";
import { type EndingPorts, publishEnd } from "../../core/answering/publish-end.ts";
import { renderFailure } from "../../core/answering/render-answer.ts";
import type { BudgetStore } from "../../core/budgets/budget-store.ts";
import { settleJob } from "../../core/budgets/settle-run.ts";
import { beginEnd, type CheckPorts, recordOf, showEnd } from "../../core/checks/show-check.ts";
import { PermanentError } from "../../core/errors.ts";
import type { FailedExecutionInput } from "../../core/jobs/execution-input.schema.ts";
import type { Job } from "../../core/jobs/job.ts";
import { failureCode, unreportedReason } from "../../core/jobs/job-failure.ts";
import { isVisible } from "../../core/jobs/job-mode.ts";
import type { JobStore } from "../../core/jobs/job-store.ts";
import type { Employee } from "../../core/roster/employee.ts";
import { requireEmployee } from "../../core/roster/roster.ts";

export interface PublishFailurePorts extends EndingPorts, CheckPorts {
  budgets: Pick<BudgetStore, "settle">;
  jobs: JobStore;
  roster: Employee[];
}

const actor = "publish-failure";

/** Finishes a failed job: the status comment shows the failure. Cancels the job if the comment cannot be posted. A
 * job in shadow ends without a comment. */
export async function publishFailure(
  { job_id, attempt, failure, context }: FailedExecutionInput,
  ports: PublishFailurePorts,
): Promise<{ published: boolean }> {
  const claimed = await ports.jobs.claim(job_id, attempt);
  const code = failureCode(failure, claimed, context);
  const job = await markFailed(claimed, code, ports);
  const settled = await settleJob(job, ports);
  if (!isVisible(job)) {
    await endUnsent(job, { actor, would: code, change: settled }, ports);
    return { published: false };
  }
  const end = beginEnd(job, ports);
  try {
    const reported = await publishEnd(job, [failureText(job, code, ports)], "-1", ports);
    const { signs } = reported;
    const note = { actor, reason: code, ids: { comment: reported.change.comment?.id ?? 0 } };
    const change = { ...settled, ...reported.change, ...(signs && recordOf(end)) };
    const ended = await ports.jobs.transition(reported.job, "NOTIFIED", note, change);
    if (signs) await showEnd(ended, end, failureText(ended, code, ports), ports);
    return { published: true };
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error;
    // The pull request is gone, or the App no longer has access to it.
    const note = { actor, reason: unreportedReason(`${error.code}, after ${code}`), ids: {} };
    await ports.jobs.transition(job, "CANCELLED", note, settled);
    return { published: false };
  }
}

/** Does nothing if the compensation has marked the job. It has not if the compensation itself failed. */
async function markFailed(job: Job, code: string, { jobs }: PublishFailurePorts): Promise<Job> {
  if (job.state === "WORKER_FAILED") return job;
  const note = { actor, reason: code, ids: { execution: job.execution_arn ?? "" } };
  return jobs.transition(job, "WORKER_FAILED", note, { outcome: "failed" });
}

function failureText(job: Job, code: string, { roster }: PublishFailurePorts): string {
  return renderFailure(job, requireEmployee(roster, job.employee), code);
}
