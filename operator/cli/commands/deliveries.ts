import { type Command, Option } from "commander";
import { compareEvents } from "../../stack/deliveries/compare-events.ts";
import { readDeliveryDetails } from "../../stack/deliveries/delivery-details.ts";
import { failingDeliveries } from "../../stack/deliveries/failing.ts";
import { eventsSince } from "../../stack/deliveries/github-events.ts";
import { OperatorError } from "../../stack/errors.ts";
import { findStack, type Stack } from "../../stack/find-stack.ts";
import { type ApiUrlOptions, apiUrlOf } from "../../stack/github-url.ts";
import { jobSummary } from "../../stack/jobs/job-summary.ts";
import { stackGitHub } from "../../stack/stack-github.ts";
import { stackPorts } from "../../stack/stack-ports.ts";
import { type Io, print, printJson } from "../io.ts";
import { type HookOptions, requestsOf, withHook } from "../options/hook-option.ts";
import {
  parsePositive,
  type StackOptions,
  stackCommand,
  withApiUrl,
  withExamples,
} from "../options/stack-options.ts";
import { parseMoment } from "../options/time-options.ts";
import { comparedColumns, recordColumns } from "../output/delivery-columns.ts";
import { deliveryLines } from "../output/delivery-lines.ts";
import { printTable } from "../output/print-table.ts";
import { createProgress } from "../output/progress.ts";
import { displayText } from "../output/table.ts";
import { UsageError } from "../usage.ts";

interface Options extends StackOptions, ApiUrlOptions, HookOptions {
  since: string;
  gaps?: boolean;
  failing?: boolean;
  limit: number;
  json?: boolean;
}

export function addDeliveries(named: Command, io: Io): void {
  const since = new Option("--since <time>", "start of the period: an age such as 2h or 3d, or a time")
    .argParser(parseMoment)
    .default(parseMoment("1d"), "1d");
  const command = withHook(stackCommand(named))
    .argument("[guid]", "shows one delivery, from our records and GitHub's list (X-GitHub-Delivery)")
    .addOption(since)
    .option("--gaps", "only events that should have been processed and were not")
    .option("--failing", "only deliveries whose dispatch fails now, with the cause; does not ask GitHub")
    .option("--limit <number>", "maximum number of events", parsePositive, 50)
    .option("--json", "prints JSON");
  withApiUrl(command).action((guid: string | undefined, options: Options) => {
    if (guid && (options.gaps || options.failing)) {
      throw new UsageError(
        "A GUID names one delivery; --gaps and --failing list several.",
        "Use one of them.",
      );
    }
    if (guid) return one(guid, options, io);
    return options.failing ? failing(options, io) : deliveries(options, io);
  });
  withExamples(
    command,
    "deliveries --stage prod --since 3h",
    "deliveries --stage prod --since 3d --gaps",
    "deliveries --stage prod --failing",
    "deliveries 72d3162e-cc78-11e3-81ab-4c9367dc0958 --stage prod",
    "deliveries --stage prod --hook octo-demo/payments:471100815",
  );
}

async function deliveries(options: Options, io: Io): Promise<void> {
  const stack = await findStack(options);
  const requests = await requestsFor(stack, options, io);
  const progress = createProgress(io, "attempts read", null);
  const events = await eventsSince(requests, options.since, progress.report).finally(progress.end);
  const rows = await compareEvents(events, stack, requests, options);
  if (options.json)
    return printJson(io.stdout, { stack: stack.name, since: options.since, deliveries: rows });
  if (rows.length === 0) {
    const what = options.gaps ? "GitHub's list has no gaps" : "GitHub has delivered nothing to that hook";
    return print(io.stderr, `${what} since ${options.since}.`);
  }
  printTable(io, comparedColumns(Date.now()), rows);
}

async function failing({ limit, json, ...options }: Options, io: Io): Promise<void> {
  const stack = await findStack(options);
  const found = await failingDeliveries(stack.output("IdempotencyTableName"));
  const rows = found.slice(0, limit);
  if (json) return printJson(io.stdout, { stack: stack.name, total: found.length, deliveries: rows });
  if (rows.length === 0) return print(io.stderr, "No delivery is failing.");
  printTable(io, recordColumns(Date.now()), rows);
  if (found.length > limit) print(io.stderr, `Showing ${limit} of ${found.length}; use --limit for more.`);
}

async function one(guid: string, options: Options, io: Io): Promise<void> {
  const stack = await findStack(options);
  const progress = createProgress(io, "records read", null);
  const details = await readDeliveryDetails(
    guid,
    stack,
    () => requestsFor(stack, options, io),
    progress.report,
  ).finally(progress.end);
  const { records, jobs, github } = details;
  if (options.json) {
    return printJson(io.stdout, { stack: stack.name, ...details, jobs: jobs.map(jobSummary) });
  }
  const isAtGitHub = "attempts" in github && github.attempts.length > 0;
  if (records.length === 0 && jobs.length === 0 && !isAtGitHub) {
    const problem = "problem" in github ? `GitHub could not be queried: ${github.problem.message} ` : "";
    throw new OperatorError(
      `Delivery ${displayText(guid)} is neither here nor in GitHub's list.`,
      `${problem}Try --hook, or list the GUIDs with \`deliveries\`.`,
    );
  }
  print(io.stdout, ...deliveryLines(details, Date.now()));
}

async function requestsFor(stack: Stack, options: Options, io: Io) {
  const github = await stackGitHub(stack, stackPorts(stack), apiUrlOf(options, io.env, stack));
  return requestsOf(github.client, options);
}
