import type { Stack } from "../find-stack.ts";
import { noteOnDelivery } from "../operations/note-on-delivery.ts";
import { createOperationLog, type Operation } from "../operations/operation-log.ts";
import { createDeadLetterBox, type Letter } from "./dead-letter-queue.ts";
import { createEventQueue } from "./event-queue.ts";
import { letterIds } from "./letter-ids.ts";
import { type ReplayPorts, replayLetters } from "./replay-dead-letters.ts";

export interface Resending extends Pick<Operation, "actor" | "reason"> {
  messageIds: readonly string[];
  perSecond: number;
}

/**
 * Sends these dead letters of a stack to its event queue again; each is an operation, with its delivery too, before it
 * is sent. Answers how many were there and went.
 */
export async function sendAgain(
  stack: Stack,
  { messageIds, perSecond, actor, reason }: Resending,
  progress: Pick<ReplayPorts, "done" | "stopped">,
): Promise<number> {
  const tableName = stack.output("IdempotencyTableName");
  const log = createOperationLog(tableName);

  async function record(letter: Letter): Promise<void> {
    const { ids, delivery } = letterIds(letter);
    const operation = await log.record({ kind: "dlq_replay", actor, reason, ids }, letter.message_id);
    if (delivery) await noteOnDelivery(tableName, delivery, operation);
  }

  return replayLetters(messageIds, perSecond, {
    ...progress,
    box: createDeadLetterBox(stack.output("EventDeadLetterQueueUrl")),
    record,
    send: createEventQueue(stack.output("EventQueueUrl")),
  });
}
