import type { Command } from "commander";
import {
  isNarrowed,
  type LetterFilter,
  withLetterFilter,
} from "../../stack/dead-letters/dead-letter-filter.ts";
import { createDeadLetterBox } from "../../stack/dead-letters/dead-letter-queue.ts";
import { findLetters } from "../../stack/dead-letters/find-dead-letters.ts";
import { findInvocations } from "../../stack/dead-letters/find-invocations.ts";
import { UsageError } from "../../stack/errors.ts";
import { findStack, type Stack } from "../../stack/find-stack.ts";
import { type Io, print, printJson } from "../io.ts";
import { parsePositive, type StackOptions, stackCommand } from "../options/stack-options.ts";
import { invocationColumns, letterColumns, noLetters } from "../output/dead-letter-columns.ts";
import { withExamples } from "../output/examples.ts";
import { printTable } from "../output/print-table.ts";
import type { Column } from "../output/table.ts";

interface Options extends StackOptions, LetterFilter {
  failedInvocations?: boolean;
  limit: number;
  json?: boolean;
}

export function addDlqList(named: Command, io: Io): void {
  const command = withLetterFilter(stackCommand(named))
    .option("--failed-invocations", "instead: runs that nobody waited for and that failed to the last")
    .option("--limit <number>", "how many at most", parsePositive, 50)
    .option("--json", "prints them as JSON");
  withExamples(
    command,
    "dlq list --stage prod",
    "dlq list --stage prod --repo octo-demo/payments --cause github_failed --since 6h --json",
    "dlq list --stage prod --failed-invocations",
  ).action((options: Options) => list(options, io));
}

async function list(options: Options, io: Io): Promise<void> {
  if (options.failedInvocations && isNarrowed(options)) {
    throw new UsageError("Failed invocations belong to no repository or event.", "Leave the filters out.");
  }
  const stack = await findStack(options);
  if (options.failedInvocations) return listInvocations(stack, options, io);
  const box = createDeadLetterBox(stack.output("EventDeadLetterQueueUrl"));
  const { letters, looked, hidden } = await findLetters(
    box,
    options,
    stack.output("IdempotencyTableName"),
    io,
  );
  const none = looked === 0 ? noLetters : `None of ${looked} dead letters is such a one.`;
  show({ rows: letters, columns: letterColumns(Date.now()), key: "letters", none }, stack, options, io);
  if (hidden > 0) {
    print(io.stderr, `Somebody else is looking at ${hidden} more: they are back within two minutes.`);
  }
}

async function listInvocations(stack: Stack, options: Options, io: Io): Promise<void> {
  const rows = await findInvocations(createDeadLetterBox(stack.output("FailedInvocationQueueUrl")));
  const none = "There are no failed invocations.";
  show({ rows, columns: invocationColumns(Date.now()), key: "invocations", none }, stack, options, io);
}

interface Shown<Row> {
  rows: Row[];
  columns: Column<Row>[];
  /** Of the JSON document. */
  key: string;
  none: string;
}

function show<Row>(
  { rows, columns, key, none }: Shown<Row>,
  stack: Stack,
  { limit, json }: Options,
  io: Io,
): void {
  const shown = rows.slice(0, limit);
  if (json) printJson(io.stdout, { stack: stack.name, total: rows.length, [key]: shown });
  else if (rows.length === 0) print(io.stderr, none);
  else printTable(io, columns, shown);
  if (!json && rows.length > shown.length) {
    print(io.stderr, `These are the oldest ${shown.length} of ${rows.length}; --limit shows more.`);
  }
}
