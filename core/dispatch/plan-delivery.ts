import type { CommentFault } from "../authority/live-comment.ts";
import { standingQuestion } from "../authority/standing-question.ts";
import type { CommandRequest } from "../deliveries/command-request.ts";
import type { PullRequestEnvelope } from "../deliveries/envelope.ts";
import { readOnce } from "../github/read-once.ts";
import type { CurrentRollout } from "../routing/current-rollout.ts";
import { repositoryAllowed } from "../routing/repository-allowed.ts";
import type { RolloutPolicy } from "../routing/routing-policy.ts";
import type { StageRolloutMode } from "../routing/stage-rollout.ts";
import { dropWithdrawnCommands, type LiveCommentPorts } from "./drop-withdrawn-commands.ts";
import { type PlannedCommand, type PlannedJob, planCommands, type RoutingPorts } from "./plan-jobs.ts";
import { currentName } from "./read-routing-facts.ts";
import { refuseOnce } from "./refuse-once.ts";

export interface PlanningPorts extends RoutingPorts, LiveCommentPorts {
  /** Port: returns the current rollout: the deployed one (`built`) unless operators have changed it. */
  rollout(built: RolloutPolicy): Promise<CurrentRollout>;
}

export interface DeliveryPlan {
  /** Version of the rollout that decided; 0 for the deployed one. */
  rollout: number;
  /** The repository's name that the rules used. */
  repo: string;
  /** The mode to which the stage limits the deployed rollout; null without a limit, or if operators have changed it. */
  limit: StageRolloutMode | null;
  commands: PlannedCommand[];
  /** The jobs to dispatch, in the order of the comment. */
  due: PlannedJob[];
  /** What is wrong with the comment, if a command is left out; otherwise null. */
  fault: CommentFault | null;
  /** Code of the reason why there is nothing to do; otherwise null. */
  ignored: string | null;
}

/**
 * Plans the jobs of a delivery, by the current rollout and the comment on GitHub now. Changes nothing: the dispatcher
 * runs the plan, and `/explain` only shows it. Throws RetryableError while GitHub may not show the current comment yet.
 */
export async function planDelivery(
  envelope: PullRequestEnvelope,
  request: CommandRequest,
  ports: PlanningPorts,
): Promise<DeliveryPlan> {
  const { policy, version, limit = null } = await ports.rollout(ports.policy.rollout);
  const reader = readOnce(ports.reader, standingQuestion({ ...envelope, ...request }));
  const planning = { ...ports, reader };
  const routing = { ...planning, policy: { ...ports.policy, rollout: policy } };
  const repo = await currentName(envelope, routing);
  const decided = { rollout: version, limit, repo };
  if (!repositoryAllowed(ports.policy, repo)) {
    return { ...decided, commands: [], due: [], fault: null, ignored: "repository_not_allowed" };
  }
  const present = { ...envelope, repo };
  const commands: PlannedCommand[] = [];
  for (const command of await planCommands(present, request, routing)) {
    commands.push({ ...command, jobs: await refuseOnce(command.jobs, planning) });
  }
  const planned = commands.flatMap(({ jobs }) => jobs);
  const { due, fault } = await dropWithdrawnCommands(planned, present, request, planning);
  return {
    ...decided,
    commands,
    due,
    fault,
    ignored: due.length > 0 ? null : (fault ?? "no_employee"),
  };
}
