import type { SQSBatchResponse, SQSRecord } from "aws-lambda";
import type { Lambda, Outcome } from "./lambda.ts";
import type { MessageQueue } from "./message-queue.ts";

export interface EventSourceOptions {
  queue: MessageQueue;
  lambda: Lambda;
  batchSize: number;
  /** The function answers which messages failed; without it, one that returns has dealt with all of them. */
  reportsFailures: boolean;
}

/** Hands the queue's messages to the dispatcher and deletes what it has dealt with, as Lambda's own poller does. */
export async function pollOnce(options: EventSourceOptions): Promise<void> {
  const { queue, lambda, batchSize } = options;
  const Records = queue.receive(batchSize);
  if (Records.length === 0) return;
  const outcome = await lambda.invoke("queue", "dispatchEvent", { Records });
  for (const { receiptHandle } of dealtWith(Records, outcome, options)) queue.remove(receiptHandle);
}

function dealtWith(
  Records: SQSRecord[],
  outcome: Outcome,
  { reportsFailures }: EventSourceOptions,
): SQSRecord[] {
  if (!outcome.ok) return [];
  const response = outcome.value as Partial<SQSBatchResponse> | null;
  const failed = reportsFailures ? (response?.batchItemFailures ?? []) : [];
  const failedIds = failed.map(({ itemIdentifier }) => itemIdentifier);
  // One that names what was not in the batch has failed as a whole.
  if (failedIds.some((id) => !Records.some(({ messageId }) => messageId === id))) return [];
  return Records.filter(({ messageId }) => !failedIds.includes(messageId));
}
