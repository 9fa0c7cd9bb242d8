import { approvalRefusals, okToRun } from "../authority/approvals.ts";
import { heldPermission } from "../authority/held-permission.ts";
import { suggestCommand } from "../commands/command-names.ts";
import type { ParsedCommand } from "../commands/parse-comment.ts";
import type { PullRequestEnvelope } from "../deliveries/envelope.ts";
import { reaches } from "../github/permission.ts";
import type { RepositoryReader } from "../github/repository-reader.ts";
import type { Refusal } from "../jobs/job.ts";
import type { Employee } from "../roster/employee.ts";
import { commandNames, findEmployees } from "../roster/roster.ts";
import type { RoutingPolicy } from "../routing/routing-policy.ts";

interface UnknownCommandPorts {
  policy: RoutingPolicy;
  roster: Employee[];
  reader: RepositoryReader;
}

/** Returns why a command without an employee runs nothing; empty for a valid approval and for another bot's command. */
export async function unknownCommandRefusals(
  command: ParsedCommand,
  envelope: PullRequestEnvelope,
  ports: UnknownCommandPorts,
): Promise<Refusal[]> {
  if (command.name === okToRun.name) return approvalRefusals(command, envelope, ports);
  const hint = await hintFor(command, envelope, ports);
  return hint ? [hint] : [];
}

/** Suggests a similar command of ours, if the name is not another bot's and the user may run ours. */
async function hintFor(
  { name, prefix }: ParsedCommand,
  envelope: PullRequestEnvelope,
  ports: UnknownCommandPorts,
): Promise<Refusal | null> {
  const { policy, roster } = ports;
  if (policy.hints.never_for.includes(name)) return null;
  const suggestion = suggestCommand(name, commandNames(roster));
  if (suggestion === null) return null;
  const held = await heldPermission(envelope, envelope.sender, ports);
  const owners = findEmployees(roster, suggestion);
  if (!owners.some(({ minimum_permission }) => reaches(held, minimum_permission))) return null;
  const message = `There is no command \`${prefix}${name}\`. Did you mean \`${prefix}${suggestion}\`? \`${prefix}help\` lists them all.`;
  return { code: "unknown_command", message };
}
