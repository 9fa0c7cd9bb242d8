import type { Command } from "commander";
import {
  isNarrowed,
  type LetterFilter,
  withLetterFilter,
} from "../../stack/dead-letters/dead-letter-filter.ts";
import { createDeadLetterBox } from "../../stack/dead-letters/dead-letter-queue.ts";
import { type DescribedLetter, unreadable } from "../../stack/dead-letters/describe-dead-letter.ts";
import { findLetters } from "../../stack/dead-letters/find-dead-letters.ts";
import { sendAgain } from "../../stack/dead-letters/send-again.ts";
import { CommandError, UsageError } from "../../stack/errors.ts";
import { findStack, type Stack } from "../../stack/find-stack.ts";
import { confirm } from "../confirm.ts";
import { watchInterruption } from "../interruption.ts";
import { type Io, print, printJson } from "../io.ts";
import { actorOf, type ChangeOptions, parseActor, parseReason } from "../options/change-options.ts";
import { parsePositive, stackCommand } from "../options/stack-options.ts";
import { letterColumns, noLetters } from "../output/dead-letter-columns.ts";
import { withExamples } from "../output/examples.ts";
import { printTable } from "../output/print-table.ts";
import { createProgress } from "../output/progress.ts";

interface Options extends LetterFilter, Omit<ChangeOptions, "reason"> {
  all?: boolean;
  dryRun?: boolean;
  yes?: boolean;
  rate: number;
  reason?: string;
  json?: boolean;
}

export function addDlqReplay(named: Command, io: Io): void {
  const command = withLetterFilter(stackCommand(named))
    .option("--all", "every one that can be read")
    .option("--dry-run", "says which and how many, and does nothing")
    .option("--rate <number>", "how many a second", parsePositive, 5)
    .option("--yes", "does not ask")
    .option("--reason <text>", "why: it is kept with your name; a dry run needs none", parseReason)
    .option("--actor <name>", "who you are; otherwise as AWS knows you", parseActor)
    .option("--json", "prints what was chosen and done as JSON");
  withExamples(
    command,
    "dlq replay --stage prod --cause github_failed --since 6h --dry-run",
    'dlq replay --stage prod --repo octo-demo/payments --reason "fixed in 1.4.2"',
    'dlq replay --stage prod --all --yes --rate 20 --reason "after the outage"',
  ).action((options: Options) => replay(options, io));
}

async function replay(options: Options, io: Io): Promise<void> {
  const { reason } = checked(options);
  const stack = await findStack(options);
  const box = createDeadLetterBox(stack.output("EventDeadLetterQueueUrl"));
  const { letters, looked } = await findLetters(box, options, stack.output("IdempotencyTableName"), io);
  const chosen = letters.filter((letter) => mayBeSent(letter, options));
  tellLeft(letters.length - chosen.length, io);
  if (options.dryRun || chosen.length === 0)
    return report(chosen, { replayed: 0, looked }, stack, options, io);

  const rate = `${options.rate} a second`;
  const question = `Send ${chosen.length} of ${looked} dead letters to ${stack.name} again, ${rate}?`;
  if (!(await confirm(question, options.yes, io))) {
    throw new CommandError("Nothing was sent.", "Say y to do it.");
  }
  const replayed = await send(chosen, { ...options, reason }, stack, io);
  report(chosen, { replayed, looked }, stack, options, io);
  if (replayed === chosen.length) return;
  const advice = "Call the command again for the others: see `dlq list`.";
  throw new CommandError(`${replayed} of ${chosen.length} were sent.`, advice);
}

/** What is wrong with the call itself. */
function checked(options: Options): { reason: string } {
  if (!options.all && !isNarrowed(options)) {
    const advice = "Choose by --repo, --event, --cause, --since, --until or --message, or say --all.";
    throw new UsageError("A replay of everything has to be asked for.", advice);
  }
  if (options.all && isNarrowed(options)) {
    throw new UsageError("--all and a filter contradict each other.", "Use one of them.");
  }
  if (!options.reason && !options.dryRun) {
    throw new UsageError(
      "A replay needs a reason.",
      'Add --reason "…", or --dry-run to see what it would do.',
    );
  }
  return { reason: options.reason ?? "" };
}

/** What the dispatcher could not read it puts back among the dead letters, unless its code has changed. */
function mayBeSent({ cause }: DescribedLetter, { cause: wanted, message }: Options): boolean {
  return cause !== unreadable || wanted === unreadable || message !== undefined;
}

function tellLeft(left: number, io: Io): void {
  if (left === 0) return;
  print(
    io.stderr,
    `${left} cannot be read and stay: see \`dlq show\`; --cause ${unreadable} sends them all the same.`,
  );
}

async function send(
  chosen: DescribedLetter[],
  options: Options & { reason: string },
  stack: Stack,
  io: Io,
): Promise<number> {
  const messageIds = chosen.map(({ message_id }) => message_id);
  const actor = await actorOf(options, stack);
  const progress = createProgress(io, "dead letters sent", chosen.length);
  const interruption = watchInterruption();
  let sent = 0;
  function done(count: number): void {
    sent = count;
    progress.tell(count);
  }
  try {
    const { rate: perSecond, reason } = options;
    const { stopped } = interruption;
    return await sendAgain(stack, { messageIds, perSecond, actor, reason }, { done, stopped });
  } catch (error) {
    print(io.stderr, `${sent} of ${chosen.length} were sent; the others are where they were.`);
    throw error;
  } finally {
    progress.end();
    interruption.end();
  }
}

function report(
  chosen: DescribedLetter[],
  { replayed, looked }: { replayed: number; looked: number },
  stack: Stack,
  { dryRun = false, json }: Options,
  io: Io,
): void {
  if (json) {
    const counts = { looked, chosen: chosen.length, replayed };
    printJson(io.stdout, { stack: stack.name, dry_run: dryRun, ...counts, letters: chosen });
  } else if (chosen.length === 0) {
    print(io.stderr, looked === 0 ? noLetters : `None of ${looked} dead letters is such a one.`);
  } else if (dryRun) {
    printTable(io, letterColumns(Date.now()), chosen);
    print(io.stderr, `${chosen.length} of ${looked} would be sent. Nothing was changed.`);
  } else {
    print(io.stdout, `Sent ${replayed} of ${looked} dead letters to ${stack.name} again.`);
  }
}
