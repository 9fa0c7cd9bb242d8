import { okToRun } from "../authority/approvals.ts";
import type { CommandRequest } from "../deliveries/command-request.ts";
import type { Envelope } from "../deliveries/envelope.ts";
import { type IgnoredReason, ignoredReasons } from "../dispatch/why-ignored.ts";
import type { Employee } from "../roster/employee.ts";
import { commandNames } from "../roster/roster.ts";
import type { RoutingPolicy } from "../routing/routing-policy.ts";
import type { Step } from "./explanation.ts";
import { nearMisses } from "./near-misses.ts";

/** Returns the checks of the whole delivery, and the lines that only look like commands. */
export function deliverySteps(
  { sender, repo, action, event_type }: Envelope,
  { comment }: CommandRequest,
  reasons: readonly IgnoredReason[],
  { policy, roster }: { policy: RoutingPolicy; roster: Employee[] },
): Step[] {
  const { commands } = comment;
  const names = [...new Set(commands.map(({ name }) => `\`/${name}\``))].join(", ");
  const triggers = policy.triggers.map((one) => `\`${one}\``).join(" and ");
  const texts: Record<IgnoredReason, [passes: string, fails: string]> = {
    bot: [
      `${sender.login} is allowed to give commands.`,
      `${sender.login} is a bot that is not allowed to give commands.`,
    ],
    repository_not_allowed: [
      `The repository \`${repo}\` is enabled.`,
      `The repository \`${repo}\` is not enabled.`,
    ],
    action_does_not_trigger: [
      `The event type \`${event_type}.${action}\` is handled.`,
      `The event type \`${event_type}.${action}\` is not handled: only the actions ${triggers} are.`,
    ],
    no_command: [
      `Found ${commands.length === 1 ? "a command" : `${commands.length} commands`}: ${names}.`,
      `No command found: a command starts with \`/name\` or \`@${comment.app ?? "app"} name\` at the first character of its line.`,
    ],
  };
  const steps = ignoredReasons.map((check): Step => {
    const fails = reasons.includes(check);
    return { check, verdict: fails ? "no" : "yes", text: texts[check][fails ? 1 : 0] };
  });
  const misses = nearMisses(comment, [...commandNames(roster), okToRun.name]);
  return [
    ...steps,
    ...misses.map(({ name, line, why }): Step => {
      const text = `Line ${line} mentions \`/${name}\` but is not a command: ${why}.`;
      return { check: "near_miss", verdict: "note", text };
    }),
  ];
}
