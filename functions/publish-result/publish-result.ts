import { answerParts } from "../../core/answering/answer-parts.ts";
import { endUnsent, refusedBecause } from "../../core/answering/end-unsent.ts";
import { type EndingPorts, publishEnd } from "../../core/answering/publish-end.ts";
import { refuseJob } from "../../core/answering/refuse-job.ts";
import { renderRefusal } from "../../core/answering/render-answer.ts";
import { type AuthorityPorts, checkAuthority } from "../../core/authority/authority.ts";
import { isConfirmed } from "../../core/authority/confirm-authority.ts";
import type { BudgetStore } from "../../core/budgets/budget-store.ts";
import type { PricingPorts } from "../../core/budgets/run-cost.ts";
import { settleJob } from "../../core/budgets/settle-run.ts";
import { beginEnd, type CheckPorts, recordOf, showEnd } from "../../core/checks/show-check.ts";
import type { Clock } from "../../core/clock.ts";
import type { ResultReader } from "../../core/employees/read-result.ts";
import type { PublishInput } from "../../core/employees/run-input.schema.ts";
import type { EmployeeResult } from "../../core/employees/runner.ts";
import type { Job, Refusal } from "../../core/jobs/job.ts";
import { isVisible } from "../../core/jobs/job-mode.ts";
import type { JobChange, JobStore } from "../../core/jobs/job-store.ts";
import type { Employee } from "../../core/roster/employee.ts";
import { requireEmployee } from "../../core/roster/roster.ts";
import { together } from "../../core/together.ts";
import { recordResult } from "./record-result.ts";

export interface PublishResultPorts
  extends EndingPorts,
    AuthorityPorts,
    CheckPorts,
    PricingPorts,
    ResultReader {
  budgets: Pick<BudgetStore, "settle">;
  clock: Clock;
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
  const [{ job, result, settled }, refusals] = await together([
    record(claimed, employee, input, ports),
    refusalsOf(claimed, employee, ports),
  ]);
  if (!isVisible(job)) {
    const would = refusals.length > 0 ? refusedBecause(refusals) : result.outcome;
    await endUnsent(job, { actor, would, change: { refusals, ...settled } }, ports);
    return { published: false };
  }
  const end = beginEnd(job, ports);
  if (refusals.length > 0) {
    const changes = { change: settled, shown: recordOf(end) };
    const { job: refused, signs } = await refuseJob(job, refusals, actor, ports, changes);
    if (signs) await showEnd(refused, end, renderRefusal(refused, refusals), ports);
    return { published: false };
  }
  const { outcome } = result;
  const reaction = outcome === "answered" ? "+1" : "-1";
  const parts = await answerParts(job, employee, result, ports);
  const posted = await publishEnd(job, parts, reaction, ports);
  const { signs } = posted;
  const note = { actor, reason: outcome, ids: { comment: posted.change.comment?.id ?? 0 } };
  const change = { outcome, ...settled, ...posted.change, ...(signs && recordOf(end)) };
  const ended = await ports.jobs.transition(posted.job, "NOTIFIED", note, change);
  if (signs) await showEnd(ended, end, parts[0] ?? null, ports);
  return { published: true };
}

async function record(
  claimed: Job,
  employee: Employee,
  input: PublishInput,
  ports: PublishResultPorts,
): Promise<{ job: Job; result: EmployeeResult; settled: JobChange }> {
  const { job, result } = await recordResult(claimed, employee, input, ports);
  return { job, result, settled: await settleJob(job, ports) };
}

/** Asks GitHub whether the answer may still be shown, unless it has confirmed that within the last minute. */
async function refusalsOf(
  job: Job,
  employee: Employee,
  ports: AuthorityPorts & { clock: Clock },
): Promise<Refusal[]> {
  if (isConfirmed(job, employee, ports.clock())) return [];
  const { sender, command, head_sha: pinned_sha } = job;
  const request = { sender, employee, command: command.name, pinned_sha };
  return (await checkAuthority(job, request, ports)).refusals;
}
