import { parseCommands } from "../core/commands/parse-commands.ts";
import type { CommandRequest } from "../core/deliveries/command-request.ts";
import type { Envelope } from "../core/deliveries/envelope.ts";
import { repositoryAllowed } from "../core/routing/repository-allowed.ts";
import type { RoutingPolicy } from "../core/routing/routing-policy.ts";

/** Why a delivery asks for nothing, as a code; null when it holds a command of somebody who may be heard. */
export function whyIgnored(
  envelope: Envelope,
  request: CommandRequest,
  { policy }: { policy: RoutingPolicy },
): string | null {
  if (isBot(envelope.sender) && !policy.bots.allow.includes(envelope.sender.login)) return "bot";
  if (!repositoryAllowed(policy, envelope.repo)) return "repository_not_allowed";
  if (!policy.triggers.some((action) => action === envelope.action)) return "action_does_not_trigger";
  if (parseCommands(request.body).length === 0) return "no_command";
  return null;
}

function isBot({ login, type }: Envelope["sender"]): boolean {
  return type === "Bot" || login.endsWith("[bot]");
}
