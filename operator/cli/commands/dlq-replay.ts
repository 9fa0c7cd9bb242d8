import type { Command } from "commander";
import { actorOf } from "../../stack/actor.ts";
import { type DescribedDeadLetter, unreadable } from "../../stack/dead-letters/dead-letter.ts";
import { createDeadLetterQueue } from "../../stack/dead-letters/dead-letter-queue.ts";
import {
  type DeadLetterFilter,
  findDeadLetters,
  hasFilter,
  isReplayable,
} from "../../stack/dead-letters/find-dead-letters.ts";
import { replayDeadLetters } from "../../stack/dead-letters/replay-dead-letters.ts";
import { OperatorError } from "../../stack/errors.ts";
import { findStack, type Stack } from "../../stack/find-stack.ts";
import { confirm } from "../confirm.ts";
import { watchInterruption } from "../interruption.ts";
import { type Io, print, printJson } from "../io.ts";
import { type ChangeOptions, parseReason, withActor } from "../options/change-options.ts";
import { withDeadLetterFilter } from "../options/dead-letter-options.ts";
import { parsePositive, stackCommand, withExamples } from "../options/stack-options.ts";
import { deadLetterColumns, noMatch } from "../output/dead-letter-columns.ts";
import { printTable } from "../output/print-table.ts";
import { createProgress } from "../output/progress.ts";
import { UsageError } from "../usage.ts";

interface Options extends DeadLetterFilter, Omit<ChangeOptions, "reason"> {
  all?: boolean;
  dryRun?: boolean;
  yes?: boolean;
  rate: number;
  reason?: string;
  json?: boolean;
}

export function addDlqReplay(named: Command, io: Io): void {
  const command = withActor(withDeadLetterFilter(stackCommand(named)))
    .option("--all", "every readable message")
    .option("--dry-run", "shows which messages would be replayed, and changes nothing")
    .option("--rate <number>", "maximum messages per second", parsePositive, 5)
    .option("--yes", "replays without asking")
    .option("--reason <text>", "why; recorded with your name; not needed for a dry run", parseReason)
    .option("--json", "prints the chosen messages and the result as JSON");
  withExamples(
    command,
    "dlq replay --stage prod --cause github_failed --since 6h --dry-run",
    'dlq replay --stage prod --repo octo-demo/payments --reason "fixed in 1.4.2"',
    'dlq replay --stage prod --all --yes --rate 20 --reason "after the outage"',
  ).action((options: Options) => replay(options, io));
}

async function replay(options: Options, io: Io): Promise<void> {
  const reason = requireReason(options);
  const stack = await findStack(options);
  const { messages, checked } = await find(options, stack, io);
  const chosen = messages.filter((message) => isReplayable(message, options));
  warnUnreadable(messages.length - chosen.length, io);
  if (options.dryRun || chosen.length === 0) {
    return report(chosen, { replayed: 0, checked }, stack, options, io);
  }

  const question = `Re-queue ${chosen.length} of ${checked} dead-letter messages in ${stack.name}, ${options.rate} per second?`;
  if (!(await confirm(question, options.yes, io))) {
    throw new OperatorError("Nothing was sent.", "Answer with y, or add --yes.");
  }
  const replayed = await send(chosen, { ...options, reason }, stack, io);
  report(chosen, { replayed, checked }, stack, options, io);
  if (replayed === chosen.length) return;
  const advice = "Repeat the command for the others: see `dlq list`.";
  throw new OperatorError(`${replayed} of ${chosen.length} were sent.`, advice);
}

function find(options: Options, stack: Stack, io: Io) {
  const queue = createDeadLetterQueue(stack.output("EventDeadLetterQueueUrl"));
  const progress = createProgress(io, "dead-letter messages read", null);
  const table = stack.output("IdempotencyTableName");
  return findDeadLetters(queue, options, table, progress.report).finally(progress.end);
}

/** Returns the reason, empty for a dry run. Throws UsageError for options that contradict each other. */
function requireReason(options: Options): string {
  if (!options.all && !hasFilter(options)) {
    const advice = "Or filter with --repo, --event, --cause, --since, --until or --message.";
    throw new UsageError("Use --all to replay everything.", advice);
  }
  if (options.all && hasFilter(options)) {
    throw new UsageError("--all and a filter contradict each other.", "Use one of them.");
  }
  if (!options.reason && !options.dryRun) {
    throw new UsageError(
      "A replay needs a reason.",
      'Add --reason "…", or --dry-run to see what it would do.',
    );
  }
  return options.reason ?? "";
}

function warnUnreadable(count: number, io: Io): void {
  if (count === 0) return;
  const how = `see \`dlq show\`; --cause ${unreadable} replays them anyway`;
  print(io.stderr, `${count} cannot be read and stay in the queue: ${how}.`);
}

async function send(
  chosen: DescribedDeadLetter[],
  options: Options & { reason: string },
  stack: Stack,
  io: Io,
): Promise<number> {
  const messageIds = chosen.map(({ message_id }) => message_id);
  const actor = await actorOf(options, stack);
  const progress = createProgress(io, "dead-letter messages sent", chosen.length);
  const interruption = watchInterruption();
  let sent = 0;
  function done(count: number): void {
    sent = count;
    progress.report(count);
  }
  try {
    const { rate: perSecond, reason } = options;
    const { stopped } = interruption;
    return await replayDeadLetters(stack, { messageIds, perSecond, actor, reason }, { done, stopped });
  } catch (error) {
    print(io.stderr, `${sent} of ${chosen.length} were sent; the others are still in the queue.`);
    throw error;
  } finally {
    progress.end();
    interruption.end();
  }
}

function report(
  chosen: DescribedDeadLetter[],
  { replayed, checked }: { replayed: number; checked: number },
  stack: Stack,
  { dryRun = false, json }: Options,
  io: Io,
): void {
  if (json) {
    const counts = { looked: checked, chosen: chosen.length, replayed };
    printJson(io.stdout, { stack: stack.name, dry_run: dryRun, ...counts, letters: chosen });
  } else if (chosen.length === 0) {
    print(io.stderr, noMatch(checked));
  } else if (dryRun) {
    printTable(io, deadLetterColumns(Date.now()), chosen);
    print(io.stderr, `${chosen.length} of ${checked} would be sent. Nothing was changed.`);
  } else {
    print(io.stdout, `Re-queued ${replayed} of ${checked} dead-letter messages in ${stack.name}.`);
  }
}
