import type { Command } from "commander";
import { actorOf } from "../../stack/actor.ts";
import { missingMessages } from "../../stack/dead-letters/dead-letter-queue.ts";
import { dropDeadLetters } from "../../stack/dead-letters/drop-dead-letters.ts";
import { findStack } from "../../stack/find-stack.ts";
import { type Io, print } from "../io.ts";
import { type ChangeOptions, changeCommand } from "../options/change-options.ts";
import { type QueueOptions, queueOf, withQueue } from "../options/dead-letter-options.ts";
import { withExamples } from "../options/stack-options.ts";

type Options = ChangeOptions & QueueOptions;

export function addDlqDrop(named: Command, io: Io): void {
  const command = withQueue(changeCommand(named)).argument("<message...>", "message IDs");
  withExamples(
    command,
    'dlq drop 5fea7756-0ea4-451a-a703-a558b933e274 --stage prod --reason "answered by hand"',
  ).action((messages: string[], options: Options) => drop(messages, options, io));
}

async function drop(messageIds: string[], options: Options, io: Io): Promise<void> {
  const stack = await findStack(options);
  const { queue, name } = queueOf(stack, options);
  const by = { actor: await actorOf(options, stack), reason: options.reason };
  const missing = await dropDeadLetters(stack, queue, messageIds, by, (message, delivery) => {
    print(io.stdout, `Dropped ${message}${delivery ? ` of delivery ${delivery.delivery_id}` : ""}.`);
  });
  if (missing.length > 0) throw missingMessages(missing, name);
}
