import { endUnsent, refusedBecause } from "../../core/answering/end-unsent.ts";
import type { AnsweringPorts } from "../../core/answering/publish-comment.ts";
import { refuseJob } from "../../core/answering/refuse-job.ts";
import { renderQueued, renderRefusal, renderWorking } from "../../core/answering/render-answer.ts";
import { withdrawJob } from "../../core/answering/withdraw-job.ts";
import type { AuthorityPorts } from "../../core/authority/authority.ts";
import { confirmAuthority, isConfirmedForStart } from "../../core/authority/confirm-authority.ts";
import { planReservation, type ReservePorts, reserveRun } from "../../core/budgets/reserve-run.ts";
import { beginEnd, type CheckPorts, recordOf, showEnd } from "../../core/checks/show-check.ts";
import { isCancelledByClose } from "../../core/dispatch/pull-request-closed.ts";
import { FencedError } from "../../core/errors.ts";
import { supersededNote } from "../../core/jobs/cancel-job.ts";
import { requireAttemptsLeft } from "../../core/jobs/ensure-execution.ts";
import type { Job, Refusal } from "../../core/jobs/job.ts";
import { isVisible } from "../../core/jobs/job-mode.ts";
import type { JobStore } from "../../core/jobs/job-store.ts";
import type { ExecutionInput } from "../../core/jobs/workflow.ts";
import { maxWaiting } from "../../core/lanes/lane.ts";
import { type TakeTurnPorts, takeTurn } from "../../core/lanes/take-turn.ts";
import type { Pacer } from "../../core/pacing/pacer.ts";
import type { Employee } from "../../core/roster/employee.ts";
import { requireEmployee } from "../../core/roster/roster.ts";
import { together } from "../../core/together.ts";
import { showOnPullRequest, writesToShow } from "./show-on-pull-request.ts";

export interface AcknowledgePorts
  extends AnsweringPorts,
    AuthorityPorts,
    CheckPorts,
    ReservePorts,
    Omit<TakeTurnPorts, "jobs"> {
  jobs: JobStore;
  pacer: Pacer;
  roster: Employee[];
}

const actor = "acknowledge-job";

const laneFull: Refusal = {
  code: "lane_full",
  message: `${maxWaiting} requests to this employee wait on this pull request already. Ask again when some have ended.`,
};

/**
 * Posts the reaction and the status comment, the first things that the user sees. Checks the comment, the permission and
 * the commit again if the dispatcher's check is older than a minute or the job has waited since. The job then takes its
 * turn in its lane; one that waits comes here again. A job that may run holds what it may cost.
 */
export async function acknowledgeJob(
  { job_id, attempt }: ExecutionInput,
  ports: AcknowledgePorts,
): Promise<{ next: "run" | "wait" | "stop" }> {
  let job = await ports.jobs.claim(job_id, attempt);
  requireNoRun(job);
  requireAttemptsLeft(job);
  const employee = requireEmployee(ports.roster, job.employee);
  const isKnown = isConfirmedForStart(job, employee, ports.clock());
  const confirmed = isKnown ? null : await confirmAuthority(job, employee, ports);
  if (confirmed?.kind === "withdrawn") {
    await withdrawJob(job, confirmed.reason, actor, ports);
    return { next: "stop" };
  }
  let refusals: Refusal[] = job.refusals;
  if (confirmed && refusals.length === 0) {
    refusals = confirmed.refusals;
    if (isCancelledByClose(job, confirmed.pull)) {
      const note = { actor, reason: "pull_request_closed", ids: { delivery: job.delivery_id } };
      await ports.jobs.transition(job, "CANCELLED", note);
      return { next: "stop" };
    }
    // A retried job has no commit yet: it is accepted now, for the current one.
    job = job.head_sha ? job : await ports.jobs.save(job, { head_sha: confirmed.pull.head_sha });
  }
  if (!isVisible(job)) return startUnsent(job, employee, refusals, ports);
  if (refusals.length > 0) {
    await refuse(job, refusals, ports);
    return { next: "stop" };
  }
  return startOrWait(job, employee, ports);
}

/**
 * An execution of an earlier version knows no runs outside: after the deployment that moves an employee outside it would
 * come back here from `freeze-context`, again and again. It ends, and the sweeper starts another attempt.
 */
function requireNoRun({ job_id, state, callback }: Job): void {
  if (state !== "WORKER_RUNNING" || !callback) return;
  throw new FencedError("execution_outdated", `The execution of job ${job_id} knows no runs outside`);
}

async function startOrWait(
  job: Job,
  employee: Employee,
  ports: AcknowledgePorts,
): Promise<{ next: "run" | "wait" | "stop" }> {
  // A job that runs shows as much as one that waits.
  const [turn, signs] = await together([
    takeTurn(job, employee, ports, actor),
    ports.pacer.takeSigns(job, writesToShow(job)),
  ]);
  switch (turn.kind) {
    case "superseded": {
      const note = supersededNote(actor, turn.by);
      const ids = { delivery: job.delivery_id, ...note.ids };
      await ports.jobs.transition(job, "SUPERSEDED", { ...note, ids });
      return { next: "stop" };
    }
    case "full":
      await refuse(job, [laneFull], ports);
      return { next: "stop" };
    case "waits": {
      if (!signs) return { next: "wait" };
      const { place, of, since } = turn;
      const queued = { place, of, since };
      const text = renderQueued(job, employee, queued);
      await showOnPullRequest(job, { text, status: "queued", queued, reservation: null }, ports);
      return { next: "wait" };
    }
    case "runs":
      return run(job, employee, signs, ports);
  }
}

/**
 * Holds what the run may cost and shows that it starts, if GitHub's limits leave room for that. A job whose budget is used
 * up is refused.
 */
async function run(
  job: Job,
  employee: Employee,
  signs: boolean,
  ports: AcknowledgePorts,
): Promise<{ next: "run" | "stop" }> {
  const { job: holding, refusal } = signs
    ? await showStart(job, employee, ports)
    : await reserveRun(job, employee, ports);
  if (!refusal) return { next: "run" };
  await refuse(holding, [refusal], ports);
  return { next: "stop" };
}

async function showStart(
  job: Job,
  employee: Employee,
  ports: AcknowledgePorts,
): Promise<{ job: Job; refusal: Refusal | null }> {
  const reservation = await planReservation(job, employee, ports);
  const text = renderWorking(job, employee);
  return showOnPullRequest(job, { text, status: "in_progress", reservation }, ports);
}

async function refuse(job: Job, refusals: Refusal[], ports: AcknowledgePorts): Promise<void> {
  const end = beginEnd(job, ports);
  const { job: refused, signs } = await refuseJob(job, refusals, actor, ports, { shown: recordOf(end) });
  if (signs) await showEnd(refused, end, renderRefusal(refused, refusals), ports);
}

/**
 * A job whose employee runs in shadow waits for no other one and is not acknowledged on the pull request. It holds what
 * the run may cost, and its refusal is only recorded.
 */
async function startUnsent(
  job: Job,
  employee: Employee,
  refusals: Refusal[],
  ports: AcknowledgePorts,
): Promise<{ next: "run" | "stop" }> {
  const { job: holding, refusal } =
    refusals.length > 0 ? { job, refusal: null } : await reserveRun(job, employee, ports);
  const unmet = refusal ? [refusal] : refusals;
  if (unmet.length === 0) return { next: "run" };
  await endUnsent(holding, { actor, would: refusedBecause(unmet), change: { refusals: unmet } }, ports);
  return { next: "stop" };
}
