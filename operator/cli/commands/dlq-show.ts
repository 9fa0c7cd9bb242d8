import type { Command } from "commander";
import { bodyLines, readDeadLetterDetails } from "../../stack/dead-letters/dead-letter.ts";
import { findDeadLetter } from "../../stack/dead-letters/dead-letter-queue.ts";
import { describeInvocation } from "../../stack/dead-letters/failed-invocations.ts";
import { findStack } from "../../stack/find-stack.ts";
import { timeWithAge } from "../../stack/format.ts";
import { type Io, print, printJson } from "../io.ts";
import { type QueueOptions, queueOf, withQueue } from "../options/dead-letter-options.ts";
import { type StackOptions, stackCommand, withExamples } from "../options/stack-options.ts";
import { fields } from "../output/table.ts";

interface Options extends StackOptions, QueueOptions {
  body?: boolean;
  json?: boolean;
}

export function addDlqShow(named: Command, io: Io): void {
  const command = withQueue(stackCommand(named))
    .argument("<message>", "message ID, as `dlq list` shows it")
    .option("--body", "also prints the message (untrusted content)")
    .option("--json", "prints JSON");
  withExamples(command, "dlq show 5fea7756-0ea4-451a-a703-a558b933e274 --stage prod").action(
    (message: string, options: Options) => show(message, options, io),
  );
}

async function show(messageId: string, options: Options, io: Io): Promise<void> {
  const stack = await findStack(options);
  const { queue, name } = queueOf(stack, options);
  const message = await findDeadLetter(queue, messageId, name);
  const described = options.failedInvocations
    ? describeInvocation(message)
    : await readDeadLetterDetails(message, stack);
  const { sent_at, first_received_at, body } = message;
  const all = { ...described, first_received_at, bytes: Buffer.byteLength(body) };
  if (options.json) {
    return printJson(io.stdout, { stack: stack.name, ...all, ...(options.body && { body }) });
  }
  const now = Date.now();
  const times = {
    sent_at: timeWithAge(sent_at, now),
    first_received_at: timeWithAge(first_received_at, now),
  };
  print(io.stdout, ...fields({ ...flat(all), ...times }));
  if (options.body) print(io.stdout, "", ...bodyLines(body));
}

function flat(values: object): Record<string, string | number | null> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") || null : value,
    ]),
  );
}
