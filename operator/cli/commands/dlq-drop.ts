import type { Command } from "commander";
import type { Letter } from "../../stack/dead-letters/dead-letter-queue.ts";
import { letterIds } from "../../stack/dead-letters/letter-ids.ts";
import {
  boxOf,
  notThere,
  type QueueOptions,
  withLetters,
  withQueue,
} from "../../stack/dead-letters/which-queue.ts";
import { findStack } from "../../stack/find-stack.ts";
import { noteOnDelivery } from "../../stack/operations/note-on-delivery.ts";
import { createOperationLog } from "../../stack/operations/operation-log.ts";
import { type Io, print } from "../io.ts";
import { actorOf, type ChangeOptions, changeCommand } from "../options/change-options.ts";
import { withExamples } from "../output/examples.ts";

type Options = ChangeOptions & QueueOptions;

export function addDlqDrop(named: Command, io: Io): void {
  const command = withQueue(changeCommand(named)).argument("<message...>", "their ids");
  withExamples(
    command,
    'dlq drop 5fea7756-0ea4-451a-a703-a558b933e274 --stage prod --reason "answered by hand"',
  ).action((messages: string[], options: Options) => drop(messages, options, io));
}

async function drop(messages: string[], options: Options, io: Io): Promise<void> {
  const stack = await findStack(options);
  const table = stack.output("IdempotencyTableName");
  const { box, name } = boxOf(stack, options);
  const actor = await actorOf(options, stack);
  const log = createOperationLog(table);
  async function dropLetter(letter: Letter): Promise<void> {
    const { ids, delivery } = letterIds(letter);
    const done = { kind: "dlq_drop", actor, reason: options.reason, ids };
    const operation = await log.record(done, letter.message_id);
    if (delivery) await noteOnDelivery(table, delivery, operation);
    await box.remove(letter);
    const ofWhich = delivery ? ` of delivery ${delivery.delivery_id}` : "";
    print(io.stdout, `Dropped ${letter.message_id}${ofWhich}.`);
  }
  const missing = await withLetters(box, [...new Set(messages)], dropLetter);
  if (missing.length > 0) throw notThere(missing, name);
}
