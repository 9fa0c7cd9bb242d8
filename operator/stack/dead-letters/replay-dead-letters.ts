import { setTimeout as pause } from "node:timers/promises";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { longTimeouts } from "../../../adapters/runtime/aws-client.ts";
import type { Stack } from "../find-stack.ts";
import { createOperationLog, noteOnDelivery, type Operation } from "../operation-log.ts";
import { envelopeOf, idsOf } from "./dead-letter.ts";
import { createDeadLetterQueue, type DeadLetter, type DeadLetterQueue } from "./dead-letter-queue.ts";

export interface Replay extends Pick<Operation, "actor" | "reason"> {
  messageIds: readonly string[];
  perSecond: number;
}

/**
 * Sends these dead-letter messages of a stack to its event queue again, and records each one before it is sent, also
 * with its delivery. Returns the number of messages that were found and sent.
 */
export async function replayDeadLetters(
  stack: Stack,
  { messageIds, perSecond, actor, reason }: Replay,
  progress: Pick<ReplayPorts, "done" | "stopped">,
): Promise<number> {
  const tableName = stack.output("IdempotencyTableName");
  const log = createOperationLog(tableName);

  async function record(message: DeadLetter): Promise<void> {
    const { ids, delivery } = idsOf(message);
    const operation = await log.record({ kind: "dlq_replay", actor, reason, ids }, message.message_id);
    if (delivery) await noteOnDelivery(tableName, delivery, operation);
  }

  return moveMessages(messageIds, perSecond, {
    ...progress,
    queue: createDeadLetterQueue(stack.output("EventDeadLetterQueueUrl")),
    record,
    send: createEventQueue(stack.output("EventQueueUrl")),
  });
}

export interface ReplayPorts {
  queue: Pick<DeadLetterQueue, "messages" | "remove">;
  /** Records who replays the message and why, before it is sent. */
  record(message: DeadLetter): Promise<void>;
  /** Sends the message, unchanged, to the queue that it came from. */
  send(message: DeadLetter): Promise<void>;
  /** Reports the number of messages sent so far. */
  done(count: number): void;
  /** Returns whether the operator wants to stop. */
  stopped(): boolean;
}

/**
 * Moves these messages to the event queue, `perSecond` at most, and returns how many were moved. Each one is sent before
 * it is removed: after a crash in between both queues have it, which the gates make harmless, and it is never lost.
 */
export async function moveMessages(
  messageIds: readonly string[],
  perSecond: number,
  ports: ReplayPorts,
): Promise<number> {
  const wanted = new Set(messageIds);
  const started = performance.now();
  let count = 0;
  if (wanted.size === 0) return count;
  for await (const message of ports.queue.messages()) {
    if (ports.stopped()) break;
    if (!wanted.delete(message.message_id)) continue;
    // Timers drop fractions of a millisecond.
    await pause(Math.max(0, Math.ceil(started + (count * 1000) / perSecond - performance.now())));
    await ports.record(message);
    await ports.send(message);
    await ports.queue.remove(message);
    count += 1;
    ports.done(count);
    if (wanted.size === 0) break;
  }
  return count;
}

/** Sends messages to the event queue, unchanged and in the group that they were in. */
function createEventQueue(QueueUrl: string, client = new SQSClient(longTimeouts)) {
  return async function send(message: DeadLetter): Promise<void> {
    const group = message.group_id ?? envelopeOf(message)?.repo_id;
    await client.send(
      new SendMessageCommand({
        ...{ QueueUrl, MessageBody: message.body },
        ...(group !== undefined && { MessageGroupId: String(group) }),
      }),
    );
  };
}
