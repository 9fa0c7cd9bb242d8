import type { Command } from "commander";
import { actorOf } from "../../stack/actor.ts";
import { idsOf } from "../../stack/dead-letters/dead-letter.ts";
import {
  type DeadLetter,
  missingMessages,
  withDeadLetters,
} from "../../stack/dead-letters/dead-letter-queue.ts";
import { findStack } from "../../stack/find-stack.ts";
import { createOperationLog, noteOnDelivery } from "../../stack/operation-log.ts";
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
  const table = stack.output("IdempotencyTableName");
  const { queue, name } = queueOf(stack, options);
  const actor = await actorOf(options, stack);
  const log = createOperationLog(table);
  async function dropMessage(message: DeadLetter): Promise<void> {
    const { ids, delivery } = idsOf(message);
    const change = { kind: "dlq_drop", actor, reason: options.reason, ids };
    const operation = await log.record(change, message.message_id);
    if (delivery) await noteOnDelivery(table, delivery, operation);
    await queue.remove(message);
    const ofWhich = delivery ? ` of delivery ${delivery.delivery_id}` : "";
    print(io.stdout, `Dropped ${message.message_id}${ofWhich}.`);
  }
  const missing = await withDeadLetters(queue, [...new Set(messageIds)], dropMessage);
  if (missing.length > 0) throw missingMessages(missing, name);
}
