import { isForeignBot } from "../authority/bots.ts";
import type { CommandRequest } from "../deliveries/command-request.ts";
import type { Envelope } from "../deliveries/envelope.ts";
import { isComment } from "../github/pull-request.ts";
import { repositoryAllowed } from "../routing/repository-allowed.ts";
import type { RoutingPolicy } from "../routing/routing-policy.ts";

/** Why a delivery is ignored, in the order in which the reasons are checked. */
export const ignoredReasons = [
  "bot",
  "repository_not_allowed",
  "action_does_not_trigger",
  "no_command",
] as const;

export type IgnoredReason = (typeof ignoredReasons)[number];

/** Returns every reason to ignore a delivery. The first one is recorded. */
export function allIgnoredFor(
  envelope: Envelope,
  request: CommandRequest,
  { policy }: { policy: RoutingPolicy },
): IgnoredReason[] {
  const holds: Record<IgnoredReason, boolean> = {
    bot: isForeignBot(envelope.sender, policy),
    repository_not_allowed: !repositoryAllowed(policy, envelope.repo),
    // The triggers are about comments; every button triggers.
    action_does_not_trigger:
      isComment(request.source) && !policy.triggers.some((action) => action === envelope.action),
    no_command: request.comment.commands.length === 0,
  };
  return ignoredReasons.filter((reason) => holds[reason]);
}

/** Returns the code of the reason to ignore a delivery; null for a command of an account that may give commands. */
export function whyIgnored(
  envelope: Envelope,
  request: CommandRequest,
  ports: { policy: RoutingPolicy },
): IgnoredReason | null {
  return allIgnoredFor(envelope, request, ports)[0] ?? null;
}
