import type { SQSBatchResponse, SQSRecord } from "aws-lambda";
import type { Lambda, Outcome } from "./lambda.ts";
import type { MessageQueue } from "./message-queue.ts";

export interface EventSourceOptions {
  queue: MessageQueue;
  lambda: Lambda;
  batchSize: number;
  /**
   * The function returns which messages failed; without it, a function that returns has processed all of
   * them.
   */
  reportsFailures: boolean;
}

/** Gives the queue's messages to the dispatcher and deletes the processed ones, as Lambda's poller does. */
export async function pollOnce(options: EventSourceOptions): Promise<void> {
  const { queue, lambda, batchSize } = options;
  const Records = queue.receive(batchSize);
  if (Records.length === 0) return;
  const outcome = await lambda.invoke("queue", "dispatchEvent", { Records });
  for (const { receiptHandle } of processedOf(Records, outcome, options)) queue.remove(receiptHandle);
}

function processedOf(
  Records: SQSRecord[],
  outcome: Outcome,
  { reportsFailures }: EventSourceOptions,
): SQSRecord[] {
  if (!outcome.ok) return [];
  const response = outcome.value as Partial<SQSBatchResponse> | null;
  const failed = reportsFailures ? (response?.batchItemFailures ?? []) : [];
  const failedIds = failed.map(({ itemIdentifier }) => itemIdentifier);
  // A response that names a message outside the batch fails the whole batch.
  if (failedIds.some((id) => !Records.some(({ messageId }) => messageId === id))) return [];
  return Records.filter(({ messageId }) => !failedIds.includes(messageId));
}
