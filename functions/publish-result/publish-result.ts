import { answerParts } from "../../core/answering/answer-parts.ts";
import { endUnsent, refusedBecause } from "../../core/answering/end-unsent.ts";
import { type EndingPorts, publishEnd } from "../../core/answering/publish-end.ts";
import { refuseJob } from "../../core/answering/refuse-job.ts";
import { renderRefusal } from "../../core/answering/render-answer.ts";
import { type AuthorityPorts, checkAuthority } from "../../core/authority/authority.ts";
import type { BudgetStore } from "../../core/budgets/budget-store.ts";
import type { PricingPorts } from "../../core/budgets/run-cost.ts";
import { settleJob } from "../../core/budgets/settle-run.ts";
import { type CheckPorts, showEnd } from "../../core/checks/show-check.ts";
import type { ResultReader } from "../../core/employees/read-result.ts";
import type { PublishInput } from "../../core/employees/run-input.schema.ts";
import { isVisible } from "../../core/jobs/job-mode.ts";
import type { JobStore } from "../../core/jobs/job-store.ts";
import type { Employee } from "../../core/roster/employee.ts";
import { requireEmployee } from "../../core/roster/roster.ts";
import { recordResult } from "./record-result.ts";

export interface PublishResultPorts
  extends EndingPorts,
    AuthorityPorts,
    CheckPorts,
    PricingPorts,
    ResultReader {
  budgets: Pick<BudgetStore, "settle">;
  jobs: JobStore;
  roster: Employee[];
}

const actor = "publish-result";

/**
 * Records the employee's result, charges the budgets its cost and replaces the status comment with the answer. The
 * repository, the pull request and the sender come from the job, which no employee's process can write. The result is
 * untrusted, so it is validated, stripped and redacted first. A job in shadow ends without an answer.
 */
export async function publishResult(
  input: PublishInput,
  ports: PublishResultPorts,
): Promise<{ published: boolean }> {
  const claimed = await ports.jobs.claim(input.job_id, input.attempt);
  const employee = requireEmployee(ports.roster, claimed.employee);
  const { job, result } = await recordResult(claimed, employee, input, ports);
  const settled = await settleJob(job, ports);
  const command = job.command.name;
  const request = { sender: job.sender, employee, command, pinned_sha: job.head_sha };
  const { refusals } = await checkAuthority(job, request, ports);
  if (!isVisible(job)) {
    const would = refusals.length > 0 ? refusedBecause(refusals) : result.outcome;
    await endUnsent(job, { actor, would, change: { refusals, ...settled } }, ports);
    return { published: false };
  }
  if (refusals.length > 0) {
    const { job: refused, signs } = await refuseJob(job, refusals, actor, ports);
    if (signs) await showEnd(refused, renderRefusal(refused, refusals), ports);
    return { published: false };
  }
  const reaction = result.outcome === "answered" ? "+1" : "-1";
  const parts = await answerParts(job, employee, result, ports);
  const { job: posted, signs } = await publishEnd(job, parts, reaction, ports);
  const ids = { comment: posted.comment?.id ?? 0 };
  const ended = await ports.jobs.transition(
    posted,
    "NOTIFIED",
    { actor, reason: result.outcome, ids },
    { outcome: result.outcome, ...settled },
  );
  if (signs) await showEnd(ended, parts[0] ?? null, ports);
  return { published: true };
}
