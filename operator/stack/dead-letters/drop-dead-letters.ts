import type { DeliveryId } from "../../../core/deliveries/delivery.ts";
import type { Stack } from "../find-stack.ts";
import { createOperationLog, noteOnDelivery, type Operation } from "../operation-log.ts";
import { idsOf } from "./dead-letter.ts";
import { type DeadLetter, type DeadLetterQueue, withDeadLetters } from "./dead-letter-queue.ts";

/**
 * Removes these messages, and records each one before it is removed, also with its delivery. Calls `dropped` after
 * each. Returns the IDs of the messages that the queue does not have.
 */
export async function dropDeadLetters(
  stack: Stack,
  queue: DeadLetterQueue,
  messageIds: readonly string[],
  by: Pick<Operation, "actor" | "reason">,
  dropped: (messageId: string, delivery: DeliveryId | null) => void = () => {},
): Promise<string[]> {
  const table = stack.output("IdempotencyTableName");
  const log = createOperationLog(table);

  async function drop(message: DeadLetter): Promise<void> {
    const { ids, delivery } = idsOf(message);
    const operation = await log.record({ kind: "dlq_drop", ...by, ids }, message.message_id);
    if (delivery) await noteOnDelivery(table, delivery, operation);
    await queue.remove(message);
    dropped(message.message_id, delivery);
  }

  return withDeadLetters(queue, [...new Set(messageIds)], drop);
}
