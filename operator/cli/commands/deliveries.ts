import { type Command, Option } from "commander";
import { type ApiUrlOptions, apiUrlOf, withApiUrl } from "../app/api-url.ts";
import { type ComparedEvent, compareEvents } from "../deliveries/compare-events.ts";
import { outcomeText } from "../deliveries/delivery-records.ts";
import { eventsSince } from "../deliveries/github-events.ts";
import { type HookOptions, requestsOf, withHook } from "../deliveries/hook-option.ts";
import { gapTexts } from "../deliveries/judge-event.ts";
import { type Io, print, printJson } from "../io.ts";
import { withExamples } from "../output/examples.ts";
import { createProgress } from "../output/progress.ts";
import { type Column, table } from "../output/table.ts";
import { moment, parseMoment } from "../output/time.ts";
import { findStack } from "../stack/find-stack.ts";
import { parsePositive, type StackOptions, stackCommand } from "../stack/stack-command.ts";
import { stackGitHub } from "../stack/stack-github.ts";
import { stackPorts } from "../stack/stack-ports.ts";

interface Options extends StackOptions, ApiUrlOptions, HookOptions {
  since: string;
  gaps?: boolean;
  limit: number;
  json?: boolean;
}

export function addDeliveries(group: Command, io: Io): void {
  const about = "Lists what GitHub delivered, beside what became of it here; GitHub keeps three days";
  const since = new Option("--since <time>", "since 2h, 3d or a time")
    .argParser(parseMoment)
    .default(parseMoment("1d"), "1d");
  const command = withHook(stackCommand(group, "deliveries", about))
    .addOption(since)
    .option("--gaps", "only what should have become something and has not")
    .option("--limit <number>", "how many events at most", parsePositive, 50)
    .option("--json", "prints the events as JSON");
  withApiUrl(command).action((options: Options) => deliveries(options, io));
  withExamples(
    command,
    "deliveries --stage prod --since 3h",
    "deliveries --stage prod --since 3d --gaps",
    "deliveries --stage prod --hook octo-demo/payments:471100815",
  );
}

async function deliveries(options: Options, io: Io): Promise<void> {
  const stack = await findStack(options);
  const github = await stackGitHub(stack, stackPorts(stack), apiUrlOf(options, io, stack));
  const requests = requestsOf(github.client, options);
  const progress = createProgress(io, "attempts read", null);
  const events = await eventsSince(requests, options.since, progress.tell).finally(progress.end);
  const rows = await compareEvents(events, stack.output("IdempotencyTableName"), requests, options);
  if (options.json)
    return printJson(io.stdout, { stack: stack.name, since: options.since, deliveries: rows });
  if (rows.length === 0) {
    const what = options.gaps ? "GitHub's list has no gaps" : "GitHub has delivered nothing to that hook";
    return print(io.stderr, `${what} since ${options.since}.`);
  }
  print(io.stdout, ...table(columns(Date.now()), rows));
}

function columns(now: number): Column<ComparedEvent>[] {
  return [
    { head: "DELIVERY", cell: ({ guid }) => guid },
    { head: "EVENT", cell: ({ event, action }) => (action ? `${event}.${action}` : event) },
    { head: "REPOSITORY", cell: ({ repo }) => repo },
    { head: "LAST TRY", cell: ({ delivered_at }) => moment(delivered_at, now) },
    { head: "GITHUB", cell: ({ status_codes }) => status_codes.map((code) => code || "none").join(", ") },
    { head: "HERE", cell: ({ status }) => status },
    { head: "OUTCOME", cell: ({ outcome }) => outcomeText(outcome) },
    { head: "NOTE", cell: noteOf },
  ];
}

function noteOf({ gap, redelivered }: ComparedEvent): string {
  return [...(gap ? [gapTexts[gap]] : []), ...(redelivered > 0 ? ["redelivered"] : [])].join(", ");
}
