import { okToRun } from "../authority/approvals.ts";
import { parseCommands } from "../commands/parse-commands.ts";
import type { CommandRequest } from "../deliveries/command-request.ts";
import type { Envelope } from "../deliveries/envelope.ts";
import { type IgnoredReason, ignoredReasons } from "../dispatch/why-ignored.ts";
import type { Employee } from "../roster/employee.ts";
import { commandNames } from "../roster/find-employees.ts";
import type { RoutingPolicy } from "../routing/routing-policy.ts";
import type { Step } from "./explanation.ts";
import { nearMisses } from "./near-misses.ts";

/** What is asked of the delivery as a whole, and the lines that only look like commands. */
export function deliverySteps(
  { sender, repo, action, event_type }: Envelope,
  { body }: CommandRequest,
  reasons: readonly IgnoredReason[],
  { policy, roster }: { policy: RoutingPolicy; roster: Employee[] },
): Step[] {
  const commands = parseCommands(body);
  const names = [...new Set(commands.map(({ name }) => `\`/${name}\``))].join(", ");
  const triggers = policy.triggers.map((one) => `\`${one}\``).join(" and ");
  const texts: Record<IgnoredReason, [holds: string, fails: string]> = {
    bot: [
      `${sender.login} may be heard: a person, or a bot on the list.`,
      `${sender.login} is a bot that is not on the list of those that may command.`,
    ],
    repository_not_allowed: [
      `The repository \`${repo}\` is on the list of those that may command.`,
      `The repository \`${repo}\` is not on the list of those that may command.`,
    ],
    action_does_not_trigger: [
      `\`${event_type}.${action}\` triggers.`,
      `\`${event_type}.${action}\` does not trigger: only ${triggers} does.`,
    ],
    no_command: [
      `The text gives ${commands.length === 1 ? "a command" : `${commands.length} commands`}: ${names}.`,
      "No line of the text is a command: one begins with `/name` at its first character.",
    ],
  };
  const steps = ignoredReasons.map((check): Step => {
    const fails = reasons.includes(check);
    return { check, verdict: fails ? "no" : "yes", text: texts[check][fails ? 1 : 0] };
  });
  const misses = nearMisses(body, [...commandNames(roster), okToRun.name]);
  return [
    ...steps,
    ...misses.map(({ name, line, why }): Step => {
      const text = `Line ${line} names \`/${name}\` and is no command: ${why}.`;
      return { check: "near_miss", verdict: "note", text };
    }),
  ];
}
