import { type Message, ReceiveMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";

/** Short, because disabling a mapping waits for its last request. */
const longPollSeconds = 2;

export interface BatchOptions {
  client: SQSClient;
  queueUrl: string;
  batchSize: number;
  /** Seconds to collect more messages after the first one. */
  maximumBatchingWindow: number;
  signal: AbortSignal;
}

/** Waits for messages, then fills the batch until it is full, the window has passed or the queue is empty. */
export async function receiveBatch(options: BatchOptions): Promise<Message[]> {
  const batch = await receive(options, options.batchSize, longPollSeconds);
  const closesAt = Date.now() + options.maximumBatchingWindow * 1000;
  while (batch.length > 0 && batch.length < options.batchSize) {
    const wait = Math.ceil((closesAt - Date.now()) / 1000);
    const more = await receive(options, options.batchSize - batch.length, Math.max(0, wait));
    if (more.length === 0) break;
    batch.push(...more);
  }
  return batch;
}

async function receive(
  { client, queueUrl, signal }: BatchOptions,
  count: number,
  wait: number,
): Promise<Message[]> {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: Math.min(count, 10),
      WaitTimeSeconds: Math.min(wait, 20),
      MessageSystemAttributeNames: ["All"],
      MessageAttributeNames: ["All"],
    }),
    { abortSignal: signal },
  );
  return Messages;
}
