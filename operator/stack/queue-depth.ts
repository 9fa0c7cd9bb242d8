import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { Stack } from "./find-stack.ts";

export interface QueueDepth {
  /** The queue's name. */
  name: string;
  queued: number;
  inProgress: number;
  delayed: number;
}

/** Returns the approximate depth of a queue, by the output that has its URL. */
export async function readDepth(stack: Stack, output: string): Promise<QueueDepth> {
  const QueueUrl = stack.output(output);
  const { Attributes = {} } = await new SQSClient({ region: stack.region }).send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }),
  );
  return {
    name: QueueUrl.slice(QueueUrl.lastIndexOf("/") + 1),
    queued: Number(Attributes.ApproximateNumberOfMessages ?? 0),
    inProgress: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
    delayed: Number(Attributes.ApproximateNumberOfMessagesDelayed ?? 0),
  };
}

/** Returns the size of a dead-letter queue: messages in progress are those that an operator views. */
export function sizeOf({ queued, inProgress, delayed }: QueueDepth): number {
  return queued + inProgress + delayed;
}
