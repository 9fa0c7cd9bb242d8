import { type Command, InvalidArgumentError, Option } from "commander";
import { dollarText } from "../../../core/budgets/money.ts";
import type { Job } from "../../../core/jobs/job.ts";
import { type JobState, jobStates, openStates } from "../../../core/jobs/job-state.ts";
import { costText } from "../../stack/cost/job-cost.ts";
import { sumCosts } from "../../stack/cost/read-costs.ts";
import { findStack } from "../../stack/find-stack.ts";
import { timeWithAge } from "../../stack/format.ts";
import { type ApiUrlOptions, apiUrlOf } from "../../stack/github-url.ts";
import { createJobReader, findJobs, type JobFilter, type JobReader } from "../../stack/jobs/find-jobs.ts";
import { findRepository, type LookUpRepository, lookUpOnGitHub } from "../../stack/jobs/find-repository.ts";
import { jobSummary, stateText } from "../../stack/jobs/job-summary.ts";
import { type Io, print, printJson } from "../io.ts";
import {
  parsePositive,
  parseRepository,
  type StackOptions,
  stackCommand,
  withApiUrl,
  withExamples,
} from "../options/stack-options.ts";
import { parseMoment } from "../options/time-options.ts";
import { printTable } from "../output/print-table.ts";
import { createProgress } from "../output/progress.ts";
import type { Column } from "../output/table.ts";
import { UsageError } from "../usage.ts";

interface Options extends StackOptions, ApiUrlOptions {
  repo?: string;
  pr?: number;
  state?: JobState[];
  open?: boolean;
  employee?: string;
  delivery?: string;
  since?: string;
  until?: string;
  limit: number;
  cost?: boolean;
  json?: boolean;
}

export function addJobs(named: Command, io: Io): void {
  const command = stackCommand(named)
    .option("--repo <owner/name>", "only jobs of this repository (current or former name)", parseRepository)
    .option("--pr <number>", "only jobs of this pull request; needs --repo", parsePositive)
    .addOption(new Option("--state <state...>", "only jobs in these states").argParser(collectState))
    .option("--open", "only unfinished jobs")
    .option("--employee <name>", "only jobs of this employee")
    .option("--delivery <guid>", "only jobs of this delivery")
    .option(
      "--since <time>",
      "only jobs created since then: an age such as 2h or 3d, or a time; without another filter: changed since",
      parseMoment,
    )
    .option("--until <time>", "only jobs created, or changed, until this time", parseMoment)
    .option("--limit <number>", "maximum number of jobs", parsePositive, 50)
    .option("--cost", "also shows what each job has cost, with which model, and the sum")
    .option("--json", "prints JSON");
  withApiUrl(command);
  withExamples(
    command,
    "jobs --stage prod --open",
    "jobs --stage prod --repo octo-demo/payments --pr 7",
    "jobs --stage prod --state WORKER_FAILED CANCELLED --since 1d --json",
    "jobs --stage prod --cost --employee security --since 1d",
  ).action((options: Options) => jobs(options, io));
}

async function jobs(options: Options, io: Io): Promise<void> {
  const filter = filterOf(options);
  const stack = await findStack(options);
  const progress = createProgress(io, "jobs read", null);
  const reading = createJobReader(stack, progress.report);
  const found = await find(
    options,
    filter,
    reading,
    lookUpOnGitHub(stack, apiUrlOf(options, io.env, stack)),
  ).finally(progress.end);
  const rows = found.map(jobSummary);
  if (options.json) return printJson(io.stdout, { stack: stack.name, jobs: rows });
  if (rows.length === 0) return print(io.stderr, "No jobs matched.");
  printTable(io, columns(Date.now(), options), rows);
  if (options.cost) print(io.stderr, costLine(found));
  if (rows.length < options.limit) return;
  print(io.stderr, `Showing the newest ${rows.length}; use --limit for more.`);
}

async function find(
  { repo, limit }: Options,
  filter: JobFilter,
  reading: JobReader,
  ask: LookUpRepository,
): Promise<Job[]> {
  if (!repo) return findJobs(filter, limit, reading);
  const repo_id = await findRepository(repo, reading, ask);
  return repo_id === null ? [] : findJobs({ ...filter, repo_id }, limit, reading);
}

function costLine(jobs: readonly Job[]): string {
  const { total } = sumCosts(jobs, "employee");
  const unpriced = total.unpriced_jobs > 0 ? `; ${total.unpriced_jobs} more used models without a price` : "";
  return `These jobs cost ${dollarText(total.micros)}${unpriced}.`;
}

function columns(now: number, { cost: withCost }: Options): Column<ReturnType<typeof jobSummary>>[] {
  const costs: Column<ReturnType<typeof jobSummary>>[] = [
    { head: "COST", cell: ({ cost }) => costText(cost) },
    { head: "MODEL", cell: ({ cost }) => cost?.model ?? "" },
  ];
  return [
    { head: "JOB", cell: ({ job_id }) => job_id },
    { head: "STATE", cell: stateText },
    { head: "EMPLOYEE", cell: ({ employee }) => employee },
    { head: "COMMAND", cell: ({ command }) => `/${command}` },
    { head: "PULL REQUEST", cell: ({ repo, pr_number }) => `${repo}#${pr_number}` },
    { head: "ATTEMPT", cell: ({ attempt }) => attempt },
    { head: "SENDER", cell: ({ sender }) => sender },
    ...(withCost ? costs : []),
    { head: "CREATED", cell: ({ created_at }) => timeWithAge(created_at, now) },
    { head: "CHANGED", cell: ({ updated_at }) => timeWithAge(updated_at, now) },
  ];
}

function filterOf({ open, state = [], pr, ...options }: Options): JobFilter {
  if (pr && !options.repo) throw new UsageError("--pr needs the repository.", "Add --repo owner/name.");
  if (open && state.length > 0)
    throw new UsageError("--open and --state both choose states.", "Use one of them.");
  const { employee, delivery, since, until } = options;
  return {
    states: open ? openStates : state,
    ...(pr && { pr }),
    ...(employee && { employee }),
    ...(delivery && { delivery }),
    ...(since && { since }),
    ...(until && { until }),
  };
}

function collectState(text: string, before: JobState[] = []): JobState[] {
  const state = jobStates.find((one) => one === text.toUpperCase());
  if (state) return [...before, state];
  throw new InvalidArgumentError(`Must be one of ${jobStates.join(", ")}.`);
}
