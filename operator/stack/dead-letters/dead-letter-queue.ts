import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { patient } from "../../../adapters/runtime/aws-client.ts";

/** A message that nobody receives any more, as it lies in its queue. */
export interface Letter {
  message_id: string;
  body: string;
  /** ISO 8601 UTC: when it was sent for the first time, and when it was first taken out of this queue. */
  sent_at: string | null;
  first_received_at: string | null;
  /** Looks of operators are among them. */
  receive_count: number;
  /** For fair queues; null for one without a group. */
  group_id: string | null;
  attributes: Record<string, string>;
  /** By which it can be removed, as long as it is hidden from others. */
  receipt: string;
}

export interface DeadLetterBox {
  /** How many there are about, and how many of them somebody else is looking at. */
  count(): Promise<{ letters: number; hidden: number }>;
  /**
   * What is in the queue, each letter once. They are hidden from others meanwhile; what was not removed is given back
   * at the end, or comes back by itself when the process ends in the middle.
   */
  letters(): AsyncGenerator<Letter>;
  remove(letter: Letter): Promise<void>;
}

/** Longer than a page of letters is worked on. */
const hideSeconds = 120;
/** Letters that come around again, page after page, say that there are no others. */
const roundsWithoutNews = 5;

/** `EventDeadLetterQueue` or `FailedInvocationQueue`, by its URL. */
export function createDeadLetterBox(QueueUrl: string, client = new SQSClient(patient)): DeadLetterBox {
  /** Receipts of what was taken out and not removed, by the message's id. */
  const held = new Map<string, string>();

  async function giveBack(): Promise<void> {
    const receipts = [...held.values()];
    held.clear();
    for (let n = 0; n < receipts.length; n += 10) {
      const Entries = receipts
        .slice(n, n + 10)
        .map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle, VisibilityTimeout: 0 }));
      const command = new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries });
      // What is not given back comes back by itself.
      await client.send(command).catch(() => {});
    }
  }

  async function take(): Promise<Letter[]> {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        ...{ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: hideSeconds },
        // With a wait all of the queue is asked, so that nothing means nothing.
        WaitTimeSeconds: 1,
        ...{ MessageSystemAttributeNames: ["All"], MessageAttributeNames: ["All"] },
      }),
    );
    return Messages.map(toLetter);
  }

  return {
    async count() {
      const visible = "ApproximateNumberOfMessages";
      const hidden = "ApproximateNumberOfMessagesNotVisible";
      const { Attributes = {} } = await client.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [visible, hidden] }),
      );
      return { letters: Number(Attributes[visible] ?? 0), hidden: Number(Attributes[hidden] ?? 0) };
    },

    async *letters() {
      const seen = new Set<string>();
      try {
        for (let stale = 0; stale < roundsWithoutNews; ) {
          const page = await take();
          if (page.length === 0) return;
          for (const { message_id, receipt } of page) held.set(message_id, receipt);
          const news = page.filter(({ message_id }) => !seen.has(message_id));
          stale = news.length === 0 ? stale + 1 : 0;
          for (const letter of news) {
            seen.add(letter.message_id);
            yield letter;
          }
        }
      } finally {
        await giveBack();
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

function toLetter({ MessageId = "", Body = "", ReceiptHandle = "", ...message }: Message): Letter {
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
