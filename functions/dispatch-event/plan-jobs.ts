import { type ArgumentValidator, checkArguments } from "../core/commands/check-arguments.ts";
import { type ParsedCommand, parseCommands } from "../core/commands/parse-commands.ts";
import { suggestCommand } from "../core/commands/suggest-command.ts";
import type { CommandRequest } from "../core/deliveries/command-request.ts";
import type { Envelope } from "../core/deliveries/envelope.ts";
import type { RepositoryReader } from "../core/github/repository-reader.ts";
import type { Refusal } from "../core/jobs/job.ts";
import { jobId } from "../core/jobs/job-id.ts";
import type { Employee } from "../core/roster/employee.ts";
import { commandNames } from "../core/roster/find-employees.ts";
import { requireEmployee } from "../core/roster/require-employee.ts";
import { rolloutMode } from "../core/routing/rollout-mode.ts";
import { route } from "../core/routing/route.ts";
import type { RoutingPolicy } from "../core/routing/routing-policy.ts";
import type { PlannedJob } from "./advance-job.ts";
import { readRoutingFacts } from "./read-routing-facts.ts";

export interface RoutingPorts {
  policy: RoutingPolicy;
  roster: Employee[];
  reader: RepositoryReader;
  /** The compiled argument schema of each employee that takes arguments. */
  argumentValidators: Record<string, ArgumentValidator>;
}

/** Who hints at a command that nobody has. */
const helper = "help";

/** The jobs that a comment asks for: one for each command and each employee that it is routed to. */
export async function planJobs(
  envelope: Envelope,
  request: CommandRequest,
  ports: RoutingPorts,
): Promise<PlannedJob[]> {
  const planned: PlannedJob[] = [];
  const counts = new Map<string, number>();
  function plan(
    name: string,
    command: ParsedCommand,
    mode: "active" | "shadow",
    found: Bound & { reason: string },
  ): void {
    const n = (counts.get(name) ?? 0) + 1;
    counts.set(name, n);
    const id = jobId(envelope.intent_key, name, n);
    planned.push({
      job: newJob(id, name, envelope, request, command, mode, found),
      refusals: found.refusals,
      reason: found.reason,
    });
  }

  for (const command of parseCommands(request.body)) {
    const mode = rolloutMode(ports.policy, { ...envelope, command: command.name });
    if (mode === "off") continue;
    if (!commandNames(ports.roster).includes(command.name)) {
      const hint = hintFor(command, ports.roster);
      if (hint) plan(helper, command, mode, { arguments: {}, refusals: [hint], reason: "command" });
      continue;
    }
    const facts = await readRoutingFacts(envelope, command.name, ports);
    const { employees, rule } = route(ports.policy, ports.roster, facts);
    const reason = rule === null ? "command" : `rule: ${rule}`;
    for (const name of employees) {
      const bound = bind(command, requireEmployee(ports.roster, name), ports);
      plan(name, command, mode, { ...bound, reason });
    }
  }
  return planned;
}

interface Bound {
  arguments: Record<string, unknown>;
  refusals: Refusal[];
}

function bind(command: ParsedCommand, employee: Employee, { argumentValidators }: RoutingPorts): Bound {
  const validate = argumentValidators[employee.name] ?? null;
  const { arguments: bound, problems } = checkArguments(command, employee.arguments, validate);
  return { arguments: bound, refusals: problems.map((message) => ({ code: "arguments", message })) };
}

function hintFor({ name }: ParsedCommand, roster: Employee[]): Refusal | null {
  const suggestion = suggestCommand(name, commandNames(roster));
  if (suggestion === null) return null;
  const message = `There is no command \`/${name}\`. Did you mean \`/${suggestion}\`? \`/help\` lists them all.`;
  return { code: "unknown_command", message };
}

function newJob(
  id: string,
  employee: string,
  envelope: Envelope,
  request: CommandRequest,
  command: ParsedCommand,
  mode: "active" | "shadow",
  bound: Bound,
): PlannedJob["job"] {
  return {
    job_id: id,
    intent_key: envelope.intent_key,
    attempt: 1,
    mode,
    delivery_id: envelope.delivery_id,
    hook_id: envelope.hook_id,
    received_at: envelope.received_at,
    repo: envelope.repo,
    repo_id: envelope.repo_id,
    pr_number: envelope.pr_number,
    installation_id: envelope.installation_id,
    source: request.source,
    sender: envelope.sender,
    command: { name: command.name, text: command.text, arguments: { ...bound.arguments } },
    employee,
    head_sha: null,
    refusals: [],
    execution_arn: null,
    context_ref: null,
    result_ref: null,
    outcome: null,
    comment: null,
    reaction_id: null,
  };
}
