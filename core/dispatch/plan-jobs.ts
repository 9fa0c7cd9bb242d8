import { approvalRefusals, okToRun } from "../authority/approvals.ts";
import { heldPermission } from "../authority/held-permission.ts";
import { type ArgumentValidator, checkArguments } from "../commands/check-arguments.ts";
import { maximumCommands, type ParsedCommand, readCommands } from "../commands/parse-commands.ts";
import { suggestCommand } from "../commands/suggest-command.ts";
import type { CommandRequest } from "../deliveries/command-request.ts";
import type { Envelope } from "../deliveries/envelope.ts";
import { reaches } from "../github/permission.ts";
import type { RepositoryReader } from "../github/repository-reader.ts";
import type { Refusal } from "../jobs/job.ts";
import { jobId } from "../jobs/job-id.ts";
import type { NewJob } from "../jobs/job-store.ts";
import type { Employee } from "../roster/employee.ts";
import { commandNames, findEmployees } from "../roster/find-employees.ts";
import { requireEmployee } from "../roster/require-employee.ts";
import { decideRollout, type RolloutDecision } from "../routing/rollout-mode.ts";
import { type Route, route as routeCommand } from "../routing/route.ts";
import type { RoutingPolicy } from "../routing/routing-policy.ts";
import { readRoutingFacts } from "./read-routing-facts.ts";

export interface PlannedJob {
  job: NewJob;
  /** What is wrong with the command itself, whoever the user is. */
  refusals: Refusal[];
  /** Why this employee gets it: the reason of the job's first event. */
  reason: string;
}

export interface RoutingPorts {
  policy: RoutingPolicy;
  roster: Employee[];
  reader: RepositoryReader;
  /** The compiled argument schema of each employee that takes arguments. */
  argumentValidators: Record<string, ArgumentValidator>;
}

/** The employee that answers unknown commands. */
const helper = "help";

/** One command of a comment, and what was decided of it. */
export interface PlannedCommand {
  command: ParsedCommand;
  rollout: RolloutDecision;
  /** Null when it was not asked: the command is switched off, or nobody's. */
  route: Route | null;
  jobs: PlannedJob[];
}

/** The jobs that a comment asks for, command by command: one for each employee that the command is routed to. */
export async function planCommands(
  envelope: Envelope,
  request: CommandRequest,
  ports: RoutingPorts,
): Promise<PlannedCommand[]> {
  const counts = new Map<string, number>();
  const rolloutOf = ({ name }: ParsedCommand) => decideRollout(ports.policy, { ...envelope, command: name });
  function plan(name: string, command: ParsedCommand, mode: "active" | "shadow", found: Found): PlannedJob {
    const n = (counts.get(name) ?? 0) + 1;
    counts.set(name, n);
    const id = jobId(envelope.intent_key, name, n);
    return {
      job: newJob(id, name, envelope, request, command, mode, found),
      refusals: found.refusals,
      reason: found.reason,
    };
  }

  /** Plans a command that runs nothing: its refusals, if any, are the answer. */
  function planAnswer(command: ParsedCommand, rollout: RolloutDecision, refusals: Refusal[]): PlannedCommand {
    const { mode } = rollout;
    const found = { arguments: {}, refusals, reason: "command" };
    const jobs = mode === "off" || refusals.length === 0 ? [] : [plan(helper, command, mode, found)];
    return { command, rollout, route: null, jobs };
  }

  async function planCommand(command: ParsedCommand): Promise<PlannedCommand> {
    const rollout = rolloutOf(command);
    const { mode } = rollout;
    if (mode === "off") return planAnswer(command, rollout, []);
    if (!commandNames(ports.roster).includes(command.name)) {
      return planAnswer(command, rollout, await refusalsOf(command, envelope, ports));
    }
    const facts = await readRoutingFacts(envelope, command.name, ports);
    const route = routeCommand(ports.policy, ports.roster, facts);
    const reason = route.rule === null ? "command" : `rule: ${route.rule}`;
    const jobs = route.employees.map((name) =>
      plan(name, command, mode, { ...bind(command, requireEmployee(ports.roster, name), ports), reason }),
    );
    return { command, rollout, route, jobs };
  }

  const planned: PlannedCommand[] = [];
  const { commands, leftOut } = readCommands(request.body);
  // Sequentially: the jobs of one employee are counted in the order of the comment.
  for (const command of commands) planned.push(await planCommand(command));
  // A comment with only other bots' commands gets no answer.
  const isForUs = planned.some(({ jobs }) => jobs.length > 0);
  return leftOut && isForUs
    ? [...planned, planAnswer(leftOut, rolloutOf(leftOut), [tooManyCommands])]
    : planned;
}

const tooManyCommands: Refusal = {
  code: "too_many_commands",
  message: `Only the first ${maximumCommands} commands of a comment are run: put this command and the following ones in another comment.`,
};

type Found = Bound & { reason: string };

interface Bound {
  arguments: Record<string, unknown>;
  refusals: Refusal[];
}

function bind(command: ParsedCommand, employee: Employee, { argumentValidators }: RoutingPorts): Bound {
  const validate = argumentValidators[employee.name] ?? null;
  const readsText = employee.runner === "model";
  const { arguments: bound, problems } = checkArguments(command, employee.arguments, validate, { readsText });
  return { arguments: bound, refusals: problems.map((message) => ({ code: "arguments", message })) };
}

/** Returns why an unknown command runs nothing; empty for a valid approval and for another bot's command. */
async function refusalsOf(
  command: ParsedCommand,
  envelope: Envelope,
  ports: RoutingPorts,
): Promise<Refusal[]> {
  if (command.name === okToRun.name) return approvalRefusals(command, envelope, ports);
  return [await hintFor(envelope, command, ports)].filter((hint) => hint !== null);
}

/** Suggests a similar command of ours, if the name is not another bot's and the user may run ours. */
async function hintFor(
  envelope: Envelope,
  { name }: ParsedCommand,
  ports: RoutingPorts,
): Promise<Refusal | null> {
  const { policy, roster } = ports;
  const suggestion = policy.hints.never_for.includes(name)
    ? null
    : suggestCommand(name, commandNames(roster));
  if (suggestion === null) return null;
  const held = await heldPermission(envelope, envelope.sender, ports);
  const owners = findEmployees(roster, suggestion);
  if (!owners.some(({ minimum_permission }) => reaches(held, minimum_permission))) return null;
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
