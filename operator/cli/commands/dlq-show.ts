import type { Command } from "commander";
import type { Letter } from "../../stack/dead-letters/dead-letter-queue.ts";
import { letterStory } from "../../stack/dead-letters/dead-letter-story.ts";
import { describeInvocation } from "../../stack/dead-letters/failed-invocations.ts";
import { letterText } from "../../stack/dead-letters/letter-text.ts";
import {
  boxOf,
  notThere,
  type QueueOptions,
  withLetters,
  withQueue,
} from "../../stack/dead-letters/which-queue.ts";
import { findStack } from "../../stack/find-stack.ts";
import { moment } from "../../stack/time.ts";
import { type Io, print, printJson } from "../io.ts";
import { type StackOptions, stackCommand } from "../options/stack-options.ts";
import { withExamples } from "../output/examples.ts";
import { fields } from "../output/table.ts";

interface Options extends StackOptions, QueueOptions {
  body?: boolean;
  json?: boolean;
}

export function addDlqShow(named: Command, io: Io): void {
  const command = withQueue(stackCommand(named))
    .argument("<message>", "its id, as `dlq list` shows it")
    .option("--body", "prints the message itself too: a stranger's text is in it")
    .option("--json", "prints it as JSON");
  withExamples(command, "dlq show 5fea7756-0ea4-451a-a703-a558b933e274 --stage prod").action(
    (message: string, options: Options) => showLetter(message, options, io),
  );
}

async function showLetter(message: string, options: Options, io: Io): Promise<void> {
  const stack = await findStack(options);
  const { box, name } = boxOf(stack, options);
  const found: Letter[] = [];
  await withLetters(box, [message], async (letter) => void found.push(letter));
  const [letter] = found;
  if (!letter) throw notThere([message], name);
  const described = options.failedInvocations ? describeInvocation(letter) : await letterStory(letter, stack);
  const { sent_at, first_received_at, body } = letter;
  const all = { ...described, first_received_at, bytes: Buffer.byteLength(body) };
  if (options.json) {
    return printJson(io.stdout, { stack: stack.name, ...all, ...(options.body && { body }) });
  }
  const now = Date.now();
  const times = { sent_at: moment(sent_at, now), first_received_at: moment(first_received_at, now) };
  print(io.stdout, ...fields({ ...flat(all), ...times }));
  if (options.body) print(io.stdout, "", ...letterText(body));
}

function flat(values: object): Record<string, string | number | null> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") || null : value,
    ]),
  );
}
