import { isForeignBot } from "../authority/bots.ts";
import { parseCommands } from "../commands/parse-commands.ts";
import type { CommandRequest } from "../deliveries/command-request.ts";
import type { Envelope } from "../deliveries/envelope.ts";
import { repositoryAllowed } from "../routing/repository-allowed.ts";
import type { RoutingPolicy } from "../routing/routing-policy.ts";

/** Why a delivery asks for nothing, in the order in which it is asked. */
export const ignoredReasons = [
  "bot",
  "repository_not_allowed",
  "action_does_not_trigger",
  "no_command",
] as const;

export type IgnoredReason = (typeof ignoredReasons)[number];

/** Everything that keeps a delivery from being heard; the first of it is the reason that is recorded. */
export function allIgnoredFor(
  envelope: Envelope,
  request: CommandRequest,
  { policy }: { policy: RoutingPolicy },
): IgnoredReason[] {
  const holds: Record<IgnoredReason, boolean> = {
    bot: isForeignBot(envelope.sender, policy),
    repository_not_allowed: !repositoryAllowed(policy, envelope.repo),
    action_does_not_trigger: !policy.triggers.some((action) => action === envelope.action),
    no_command: parseCommands(request.body).length === 0,
  };
  return ignoredReasons.filter((reason) => holds[reason]);
}

/** Why a delivery asks for nothing, as a code; null when it holds a command of somebody who may be heard. */
export function whyIgnored(
  envelope: Envelope,
  request: CommandRequest,
  ports: { policy: RoutingPolicy },
): IgnoredReason | null {
  return allIgnoredFor(envelope, request, ports)[0] ?? null;
}
