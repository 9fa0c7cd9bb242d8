import type { CommandRequest } from "../deliveries/command-request.ts";
import type { PullRequestEnvelope } from "../deliveries/envelope.ts";
import { isFinal, lastReceive } from "../dispatch/check-job.ts";
import { type DeliveryPlan, type PlanningPorts, planDelivery } from "../dispatch/plan-delivery.ts";
import { allIgnoredFor } from "../dispatch/why-ignored.ts";
import { RetryableError } from "../errors.ts";
import { commandSteps } from "./command-steps.ts";
import { deliverySteps } from "./delivery-steps.ts";
import { explainJob } from "./explain-job.ts";
import type { Decision, ExplainedCommand, Explanation, Step } from "./explanation.ts";

/**
 * Explains why a delivery triggers something or does not, with the same checks as the dispatcher in the same order.
 * Only reads. Throws RetryableError when a table or GitHub does not answer.
 */
export async function explain(
  envelope: PullRequestEnvelope,
  request: CommandRequest | null,
  ports: PlanningPorts,
): Promise<Explanation> {
  if (request === null) return explainIgnored("no_text");
  const reasons = allIgnoredFor(envelope, request, ports);
  const steps = deliverySteps(envelope, request, reasons, ports);
  const [reason] = reasons;
  if (reason) return { decision: ignored(reason), rollout: null, steps, commands: [] };

  const plan = await tryToPlan(envelope, request, ports);
  if ("kind" in plan) {
    const text =
      plan.kind === "waits"
        ? "GitHub may not show the current comment yet: the delivery is retried until it does."
        : `GitHub does not show the pull request to the App (\`${plan.reason}\`).`;
    const step = { check: plan.reason, verdict: "no" as const, text };
    return { decision: plan, rollout: null, steps: [...steps, step], commands: [] };
  }
  const commands: ExplainedCommand[] = [];
  for (const command of plan.commands) {
    const jobs = await Promise.all(command.jobs.map((job) => explainJob(job, plan, ports)));
    const { name, line } = command.command;
    commands.push({ name, line, steps: commandSteps(command, plan, ports), jobs });
  }
  const renamed = plan.repo === envelope.repo ? [] : [renamedStep(plan)];
  return { decision: decisionOf(plan), rollout: plan.rollout, steps: [...steps, ...renamed], commands };
}

const whyNoCommand: Record<string, string> = {
  no_text:
    "The event has no text that could contain a command. Closing a pull request or pushing to it can cancel jobs.",
  foreign_check_run: "The check run is not one of this App.",
  unknown_check_run: "The check run shows no job of this repository.",
  outdated_check_run: "GitHub shows the check run in another attempt than the one that was clicked.",
};

/** Explains a delivery that gives no command, by the code of the reason. */
export function explainIgnored(reason: string): Explanation {
  const text = whyNoCommand[reason] ?? "The event gives no command.";
  const steps = [{ check: reason, verdict: "no" as const, text }];
  return { decision: ignored(reason), rollout: null, steps, commands: [] };
}

/** The webhook had a former name of the repository. The rules apply to the current one. */
function renamedStep({ repo, ignored: reason }: DeliveryPlan): Step {
  const isRefused = reason === "repository_not_allowed";
  const text = isRefused
    ? `The repository is now named \`${repo}\`, which is not enabled.`
    : `The repository is now named \`${repo}\`.`;
  return { check: "present_name", verdict: isRefused ? "no" : "note", text };
}

const ignored = (reason: string): Decision => ({ kind: "ignored", reason });

function decisionOf({ due, ignored: reason }: DeliveryPlan): Decision {
  if (reason !== null) return ignored(reason);
  return { kind: "dispatched", job_ids: due.map(({ job }) => job.job_id) };
}

async function tryToPlan(
  envelope: PullRequestEnvelope,
  request: CommandRequest,
  ports: PlanningPorts,
): Promise<DeliveryPlan | Extract<Decision, { reason: string }>> {
  try {
    return await planDelivery(envelope, request, ports);
  } catch (error) {
    if (isFinal(error, lastReceive)) return { kind: "failed", reason: error.code };
    if (error instanceof RetryableError && error.code === "comment_unsettled") {
      return { kind: "waits", reason: error.code };
    }
    throw error;
  }
}
