import type { CommentFault } from "../authority/live-comment.ts";
import { checkJob, isFinal, lastReceive } from "../dispatch/check-job.ts";
import type { DeliveryPlan, PlanningPorts } from "../dispatch/plan-delivery.ts";
import type { PlannedJob } from "../dispatch/plan-jobs.ts";
import type { Permission } from "../github/permission.ts";
import type { Job, Refusal } from "../jobs/job.ts";
import { isVisible } from "../jobs/job-mode.ts";
import { requireEmployee } from "../roster/roster.ts";
import type { ExplainedJob, JobFate, Step } from "./explanation.ts";

/** Explains what happens to one planned job and why, or the state of a job that exists already. */
export async function explainJob(
  planned: PlannedJob,
  { due, fault }: DeliveryPlan,
  ports: PlanningPorts,
): Promise<ExplainedJob> {
  const { job_id, employee } = planned.job;
  const found = await ports.jobs.read(job_id);
  const known = found && knownFacts(found);
  const explained: Explained = (fate, steps, held = null) => ({ job_id, employee, fate, steps, held, known });
  if (fault && !due.includes(planned)) return explained("is_left_out", [leftOut(fault)]);
  if (found) return explained("is_known", [...refused(found.refusals), knownStep(found)]);
  return explainNewJob(planned, explained, ports);
}

type Explained = (fate: JobFate, steps: Step[], held?: Permission | null) => ExplainedJob;

async function explainNewJob(
  { job, refusals: own }: PlannedJob,
  explained: Explained,
  ports: PlanningPorts,
): Promise<ExplainedJob> {
  try {
    const { refusals, held, pull } = await checkJob(job, own, ports);
    const { minimum_permission, forks } = requireEmployee(ports.roster, job.employee);
    const codes = refusals.map(({ code }) => code);
    const met: Step[] = [];
    if (!codes.includes("permission")) {
      const text = `${job.sender.login} has the required **${minimum_permission}** permission.`;
      met.push({ check: "permission", verdict: "yes", text });
    }
    if (pull.from_fork && !codes.includes("fork_not_approved")) {
      const text =
        forks === "allowed" ? "This employee may run on forks." : "This commit of the fork is approved.";
      met.push({ check: "fork_not_approved", verdict: "yes", text });
    }
    const steps = [...met, ...refused(refusals)];
    if (job.mode === "shadow-run" && refusals.length === 0) return explained("runs_in_shadow", steps, held);
    if (!isVisible(job)) return explained("stays_in_shadow", steps, held);
    return explained(refusals.length > 0 ? "is_refused" : "starts", steps, held);
  } catch (error) {
    if (!isFinal(error, lastReceive)) throw error;
    const text = `GitHub does not show the pull request to the App (\`${error.code}\`).`;
    return explained("is_cancelled", [{ check: error.code, verdict: "no", text }]);
  }
}

const refused = (refusals: Refusal[]): Step[] =>
  refusals.map(({ code, message }) => ({ check: code, verdict: "no", text: message }));

const faults: Record<CommentFault, string> = {
  comment_deleted: "The comment no longer exists.",
  comment_changed: "The command is no longer in the comment.",
  comment_of_another: "Another user wrote or edited the comment.",
};

function leftOut(fault: CommentFault): Step {
  return { check: fault, verdict: "no", text: faults[fault] };
}

function knownFacts({ state, attempt, outcome, mode }: Job): ExplainedJob["known"] {
  return { state, attempt, outcome, mode };
}

function knownStep({ state, outcome, attempt, mode }: Job): Step {
  if (!isVisible({ mode })) {
    const text = "Already recorded in shadow: nothing was posted, and the same request runs nothing new.";
    return { check: "known", verdict: "note", text };
  }
  const how = outcome ? `${state}, ${outcome}` : state;
  const text = `Already handled: its job is ${how}, attempt ${attempt}. The same request runs nothing new.`;
  return { check: "known", verdict: "note", text };
}
