import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { longTimeouts } from "../../../adapters/runtime/aws-client.ts";
import { OperatorError } from "../errors.ts";
import { oneLine } from "../format.ts";

/** A message of a dead-letter queue. */
export interface DeadLetter {
  message_id: string;
  body: string;
  /** ISO 8601 UTC: when it was first sent, and first received from this queue. */
  sent_at: string | null;
  first_received_at: string | null;
  /** Includes operator views. */
  receive_count: number;
  /** For fair queues; null for a message without a group. */
  group_id: string | null;
  attributes: Record<string, string>;
  /** Removes the message while it is hidden from others. */
  receipt: string;
}

export interface DeadLetterQueue {
  /** Returns the approximate number of visible messages, and of those that another operator views. */
  count(): Promise<{ visible: number; hidden: number }>;
  /**
   * Yields each message once and hides it from others meanwhile. Messages that are not removed become visible again at
   * the end, or after two minutes if the process ends early.
   */
  messages(): AsyncGenerator<DeadLetter>;
  remove(message: DeadLetter): Promise<void>;
}

/** Longer than the work on one page of messages takes. */
const hideSeconds = 120;
/** After this many pages without a new message the queue has no others. */
const maxPagesWithoutNew = 5;

/** Opens `EventDeadLetterQueue` or `FailedInvocationQueue` by its URL. */
export function createDeadLetterQueue(
  QueueUrl: string,
  client = new SQSClient(longTimeouts),
): DeadLetterQueue {
  /** Receipts of the messages that were received and not removed, by message ID. */
  const held = new Map<string, string>();

  return {
    count: () => countMessages(client, QueueUrl),

    async *messages() {
      const seen = new Set<string>();
      try {
        for (let withoutNew = 0; withoutNew < maxPagesWithoutNew; ) {
          const page = await receivePage(client, QueueUrl);
          if (page.length === 0) return;
          for (const { message_id, receipt } of page) held.set(message_id, receipt);
          const fresh = page.filter(({ message_id }) => !seen.has(message_id));
          withoutNew = fresh.length === 0 ? withoutNew + 1 : 0;
          for (const message of fresh) {
            seen.add(message.message_id);
            yield message;
          }
        }
      } finally {
        const receipts = [...held.values()];
        held.clear();
        await showAgain(client, QueueUrl, receipts);
      }
    },

    async remove({ message_id, receipt }) {
      await client.send(
        new DeleteMessageCommand({ QueueUrl, ReceiptHandle: held.get(message_id) ?? receipt }),
      );
      held.delete(message_id);
    },
  };
}

/** Calls `use` with each of these messages while they are hidden from others. Returns the IDs of missing messages. */
export async function withDeadLetters(
  queue: DeadLetterQueue,
  messageIds: readonly string[],
  use: (message: DeadLetter) => Promise<void>,
): Promise<string[]> {
  const missing = new Set(messageIds);
  for await (const message of queue.messages()) {
    if (missing.delete(message.message_id)) await use(message);
    if (missing.size === 0) break;
  }
  return [...missing];
}

/** Returns a message with its ID. Throws OperatorError if the queue, `name`, does not have it. */
export async function findDeadLetter(queue: DeadLetterQueue, id: string, name: string): Promise<DeadLetter> {
  const found: DeadLetter[] = [];
  await withDeadLetters(queue, [id], async (message) => void found.push(message));
  if (found[0]) return found[0];
  throw missingMessages([id], name);
}

export function missingMessages(ids: readonly string[], name: string): OperatorError {
  const advice =
    "List them with `dlq list`. Another operator may be viewing it, which takes at most two minutes.";
  return new OperatorError(`Not found among the ${name}: ${ids.map(oneLine).join(", ")}.`, advice);
}

async function countMessages(client: SQSClient, QueueUrl: string) {
  const visible = "ApproximateNumberOfMessages";
  const hidden = "ApproximateNumberOfMessagesNotVisible";
  const { Attributes = {} } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [visible, hidden] }),
  );
  return { visible: Number(Attributes[visible] ?? 0), hidden: Number(Attributes[hidden] ?? 0) };
}

async function receivePage(client: SQSClient, QueueUrl: string): Promise<DeadLetter[]> {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      ...{ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: hideSeconds },
      // Long polling asks all of the queue's servers, so an empty page means an empty queue.
      WaitTimeSeconds: 1,
      ...{ MessageSystemAttributeNames: ["All"], MessageAttributeNames: ["All"] },
    }),
  );
  return Messages.map(toDeadLetter);
}

async function showAgain(client: SQSClient, QueueUrl: string, receipts: string[]): Promise<void> {
  for (let n = 0; n < receipts.length; n += 10) {
    const Entries = receipts
      .slice(n, n + 10)
      .map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle, VisibilityTimeout: 0 }));
    const command = new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries });
    // If this fails the messages become visible after their time-out.
    await client.send(command).catch(() => {});
  }
}

function toDeadLetter({ MessageId = "", Body = "", ReceiptHandle = "", ...message }: Message): DeadLetter {
  const { Attributes = {}, MessageAttributes = {} } = message;
  const time = (value: string | undefined) => (value ? new Date(Number(value)).toISOString() : null);
  const texts = Object.entries(MessageAttributes).map(([name, { StringValue }]) => [name, StringValue ?? ""]);
  return {
    message_id: MessageId,
    body: Body,
    sent_at: time(Attributes.SentTimestamp),
    first_received_at: time(Attributes.ApproximateFirstReceiveTimestamp),
    receive_count: Number(Attributes.ApproximateReceiveCount ?? 0),
    group_id: Attributes.MessageGroupId ?? null,
    attributes: Object.fromEntries(texts),
    receipt: ReceiptHandle,
  };
}
