import { type ArgumentValidator, checkArguments } from "../commands/check-arguments.ts";
import { maximumCommands, type ParsedCommand } from "../commands/parse-comment.ts";
import type { CommandRequest } from "../deliveries/command-request.ts";
import type { PullRequestEnvelope } from "../deliveries/envelope.ts";
import type { RepositoryReader } from "../github/repository-reader.ts";
import type { Refusal } from "../jobs/job.ts";
import { jobId } from "../jobs/job-id.ts";
import type { JobMode } from "../jobs/job-mode.ts";
import type { NewJob } from "../jobs/job-store.ts";
import type { Employee } from "../roster/employee.ts";
import { commandNames, requireEmployee } from "../roster/roster.ts";
import { decideRollout, type RolloutDecision } from "../routing/rollout-mode.ts";
import { type Route, route as routeCommand } from "../routing/route.ts";
import type { RoutingPolicy } from "../routing/routing-policy.ts";
import { readRoutingFacts } from "./read-routing-facts.ts";
import { unknownCommandRefusals } from "./unknown-command.ts";

export interface RoutingPorts {
  policy: RoutingPolicy;
  roster: Employee[];
  reader: RepositoryReader;
  /** The compiled argument schema of each employee that takes arguments. */
  argumentValidators: Record<string, ArgumentValidator>;
}

export interface PlannedJob {
  job: NewJob;
  /** What is wrong with the command itself, independent of the user. */
  refusals: Refusal[];
  /** Why this employee gets it: the reason of the job's first event. */
  reason: string;
}

/** One command of a comment, and what was decided about it. */
export interface PlannedCommand {
  command: ParsedCommand;
  rollout: RolloutDecision;
  /** Null if no employee was looked for: the command is switched off or unknown. */
  route: Route | null;
  jobs: PlannedJob[];
}

/** The employee that answers unknown commands. */
const helper = "help";

const tooManyCommands: Refusal = {
  code: "too_many_commands",
  message: `Only the first ${maximumCommands} commands of a comment are run: put this command and the following ones in another comment.`,
};

/** Plans the jobs of a comment, command by command: one for each employee that the command is routed to. */
export async function planCommands(
  envelope: PullRequestEnvelope,
  request: CommandRequest,
  ports: RoutingPorts,
): Promise<PlannedCommand[]> {
  const planJob = createJobPlanner(envelope, request);
  const planned: PlannedCommand[] = [];
  const { commands, leftOut } = request.comment;
  // Sequentially: the jobs of one employee are counted in the order of the comment.
  for (const command of commands) planned.push(await planCommand(command, envelope, ports, planJob));
  // A comment with only other bots' commands gets no answer.
  const isForUs = planned.some(({ jobs }) => jobs.length > 0);
  if (!leftOut || !isForUs) return planned;
  const rollout = decideRollout(ports.policy, { ...envelope, command: leftOut.name });
  return [...planned, planAnswer(leftOut, rollout, [tooManyCommands], planJob)];
}

async function planCommand(
  command: ParsedCommand,
  envelope: PullRequestEnvelope,
  ports: RoutingPorts,
  planJob: PlanJob,
): Promise<PlannedCommand> {
  const rollout = decideRollout(ports.policy, { ...envelope, command: command.name });
  const { mode } = rollout;
  if (mode === "off") return planAnswer(command, rollout, [], planJob);
  if (!commandNames(ports.roster).includes(command.name)) {
    return planAnswer(command, rollout, await unknownCommandRefusals(command, envelope, ports), planJob);
  }
  const facts = await readRoutingFacts(envelope, command.name, ports);
  const route = routeCommand(ports.policy, ports.roster, facts);
  const reason = route.rule === null ? "command" : `rule: ${route.rule}`;
  const employees = route.employees.filter((name) => !command.employee || name === command.employee);
  const jobs = employees.map((name) => {
    const bound = bindArguments(command, requireEmployee(ports.roster, name), ports);
    return planJob(name, command, { ...bound, mode: modeFor(name, mode), reason });
  });
  return { command, rollout, route, jobs };
}

/** A run of `/cancel` or `/retry` changes a visible job, so in shadow it is only recorded. */
function modeFor(employee: string, mode: JobMode): JobMode {
  return mode === "shadow-run" && (employee === "cancel" || employee === "retry") ? "shadow" : mode;
}

/** Plans a command that runs nothing: its refusals, if any, are the answer. */
function planAnswer(
  command: ParsedCommand,
  rollout: RolloutDecision,
  refusals: Refusal[],
  planJob: PlanJob,
): PlannedCommand {
  const { mode } = rollout;
  const decided = { bound: {}, refusals, reason: "command" };
  const jobs =
    mode === "off" || refusals.length === 0 ? [] : [planJob(helper, command, { ...decided, mode })];
  return { command, rollout, route: null, jobs };
}

interface BoundArguments {
  bound: Record<string, unknown>;
  refusals: Refusal[];
}

function bindArguments(
  command: ParsedCommand,
  employee: Employee,
  { argumentValidators }: RoutingPorts,
): BoundArguments {
  const validate = argumentValidators[employee.name] ?? null;
  const readsText = employee.runner === "model";
  const { arguments: bound, problems } = checkArguments(command, employee.arguments, validate, { readsText });
  return { bound, refusals: problems.map((message) => ({ code: "arguments", message })) };
}

type PlanJob = (
  employee: string,
  command: ParsedCommand,
  decided: BoundArguments & { mode: JobMode; reason: string },
) => PlannedJob;

/** Returns a function that plans the jobs of one comment, and numbers the jobs of each employee. */
function createJobPlanner(envelope: PullRequestEnvelope, request: CommandRequest): PlanJob {
  const counts = new Map<string, number>();
  return function planJob(employee, command, { bound, refusals, mode, reason }) {
    const n = (counts.get(employee) ?? 0) + 1;
    counts.set(employee, n);
    const { intent_key, sender, delivery_id, hook_id, received_at } = envelope;
    const { repo, repo_id, repo_node_id, pr_number, installation_id } = envelope;
    const job: NewJob = {
      job_id: jobId(intent_key, employee, n),
      attempt: 1,
      intent_key,
      mode,
      ...{ delivery_id, hook_id, received_at, repo, repo_id, pr_number, installation_id, sender },
      ...(repo_node_id && { repo_node_id }),
      source: request.source,
      command: { name: command.name, text: command.text, arguments: { ...bound } },
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
    return { job, refusals, reason };
  };
}
