import type { CommentFault } from "../authority/live-comment.ts";
import type { CommandRequest } from "../deliveries/command-request.ts";
import type { Envelope } from "../deliveries/envelope.ts";
import { readPullOnce } from "../github/read-pull-once.ts";
import type { CurrentRollout } from "../routing/current-rollout.ts";
import { repositoryAllowed } from "../routing/repository-allowed.ts";
import type { RolloutPolicy } from "../routing/routing-policy.ts";
import type { StageRolloutMode } from "../routing/stage-rollout.ts";
import { dropWithdrawnCommands, type LiveCommentPorts } from "./drop-withdrawn-commands.ts";
import { type PlannedCommand, type PlannedJob, planCommands, type RoutingPorts } from "./plan-jobs.ts";
import { presentName } from "./read-routing-facts.ts";
import { refuseOnce } from "./refuse-once.ts";

export interface PlanningPorts extends RoutingPorts, LiveCommentPorts {
  /** Port: the rollout in force, which is the built one until somebody changes it. */
  rollout(built: RolloutPolicy): Promise<CurrentRollout>;
}

export interface DeliveryPlan {
  /** Of the rollout that decided; 0 for what was deployed. */
  rollout: number;
  /** The repository's name that the rules used. */
  repo: string;
  /** The mode to which the stage limits the deployed rollout; null without a limit, or if operators have changed it. */
  limit: StageRolloutMode | null;
  commands: PlannedCommand[];
  /** The jobs that are to be brought on, in the order of the comment. */
  due: PlannedJob[];
  /** What is wrong with the comment, where a command of it is left out. */
  fault: CommentFault | null;
  /** Why there is nothing to do, as a code; null when there is. */
  ignored: string | null;
}

/**
 * What a delivery that may be heard asks for, by the rollout in force and the comment as it is on GitHub. Changes
 * nothing: the dispatcher carries it out, and whoever explains it does not. Throws what `dropWithdrawnCommands` throws.
 */
export async function planDelivery(
  envelope: Envelope,
  request: CommandRequest,
  ports: PlanningPorts,
): Promise<DeliveryPlan> {
  const { policy, version, limit = null } = await ports.rollout(ports.policy.rollout);
  const reader = readPullOnce(ports.reader);
  const routing = { ...ports, reader, policy: { ...ports.policy, rollout: policy } };
  const repo = await presentName(envelope, routing);
  const decided = { rollout: version, limit, repo };
  if (!repositoryAllowed(ports.policy, repo)) {
    return { ...decided, commands: [], due: [], fault: null, ignored: "repository_not_allowed" };
  }
  const present = { ...envelope, repo };
  const commands: PlannedCommand[] = [];
  for (const command of await planCommands(present, request, routing)) {
    commands.push({ ...command, jobs: await refuseOnce(command.jobs, ports) });
  }
  const planned = commands.flatMap(({ jobs }) => jobs);
  const { due, fault } = await dropWithdrawnCommands(planned, present, request, ports);
  return {
    ...decided,
    commands,
    due,
    fault,
    ignored: due.length > 0 ? null : (fault ?? "no_employee"),
  };
}
