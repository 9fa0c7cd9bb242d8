import type { Command } from "commander";
import { createDeadLetterQueue } from "../../stack/dead-letters/dead-letter-queue.ts";
import { findFailedInvocations } from "../../stack/dead-letters/failed-invocations.ts";
import {
  type DeadLetterFilter,
  findDeadLetters,
  hasFilter,
} from "../../stack/dead-letters/find-dead-letters.ts";
import { findStack, type Stack } from "../../stack/find-stack.ts";
import { type Io, print, printJson } from "../io.ts";
import { withDeadLetterFilter } from "../options/dead-letter-options.ts";
import { parsePositive, type StackOptions, stackCommand, withExamples } from "../options/stack-options.ts";
import { deadLetterColumns, invocationColumns, noMatch } from "../output/dead-letter-columns.ts";
import { printTable } from "../output/print-table.ts";
import { createProgress } from "../output/progress.ts";
import type { Column } from "../output/table.ts";
import { UsageError } from "../usage.ts";

interface Options extends StackOptions, DeadLetterFilter {
  failedInvocations?: boolean;
  limit: number;
  json?: boolean;
}

export function addDlqList(named: Command, io: Io): void {
  const command = withDeadLetterFilter(stackCommand(named))
    .option("--failed-invocations", "lists background runs that exhausted their retries instead")
    .option("--limit <number>", "maximum number of messages", parsePositive, 50)
    .option("--json", "prints JSON");
  withExamples(
    command,
    "dlq list --stage prod",
    "dlq list --stage prod --repo octo-demo/payments --cause github_failed --since 6h --json",
    "dlq list --stage prod --failed-invocations",
  ).action((options: Options) => list(options, io));
}

async function list(options: Options, io: Io): Promise<void> {
  if (options.failedInvocations && hasFilter(options)) {
    throw new UsageError("Failed invocations have no repository or event.", "Leave the filters out.");
  }
  const stack = await findStack(options);
  if (options.failedInvocations) return listInvocations(stack, options, io);
  const queue = createDeadLetterQueue(stack.output("EventDeadLetterQueueUrl"));
  const progress = createProgress(io, "dead-letter messages read", null);
  const { messages, checked, hidden } = await findDeadLetters(
    queue,
    options,
    stack.output("IdempotencyTableName"),
    progress.report,
  ).finally(progress.end);
  const none = noMatch(checked);
  const columns = deadLetterColumns(Date.now());
  show({ rows: messages, columns, key: "letters", none }, stack, options, io);
  if (hidden > 0) {
    print(io.stderr, `Another operator is viewing ${hidden} more; they are back within two minutes.`);
  }
}

async function listInvocations(stack: Stack, options: Options, io: Io): Promise<void> {
  const rows = await findFailedInvocations(createDeadLetterQueue(stack.output("FailedInvocationQueueUrl")));
  const none = "There are no failed invocations.";
  show({ rows, columns: invocationColumns(Date.now()), key: "invocations", none }, stack, options, io);
}

interface Listing<Row> {
  rows: Row[];
  columns: Column<Row>[];
  /** Name of the rows in the JSON output. */
  key: string;
  /** Text for an empty listing. */
  none: string;
}

function show<Row>(
  { rows, columns, key, none }: Listing<Row>,
  stack: Stack,
  { limit, json }: Options,
  io: Io,
): void {
  const shown = rows.slice(0, limit);
  if (json) printJson(io.stdout, { stack: stack.name, total: rows.length, [key]: shown });
  else if (rows.length === 0) print(io.stderr, none);
  else printTable(io, columns, shown);
  if (!json && rows.length > shown.length) {
    print(io.stderr, `Showing the oldest ${shown.length} of ${rows.length}; use --limit for more.`);
  }
}
