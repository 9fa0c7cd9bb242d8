import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { Stack } from "../find-stack.ts";

export interface QueueDepth {
  name: string;
  waiting: number;
  inWork: number;
  /** Not to be received yet. */
  delayed: number;
}

/** How much is in a queue, about, by the output that has its URL. */
export async function depthOf(stack: Stack, output: string): Promise<QueueDepth> {
  const QueueUrl = stack.output(output);
  const { Attributes = {} } = await new SQSClient({ region: stack.region }).send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }),
  );
  return {
    name: QueueUrl.slice(QueueUrl.lastIndexOf("/") + 1),
    waiting: Number(Attributes.ApproximateNumberOfMessages ?? 0),
    inWork: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
    delayed: Number(Attributes.ApproximateNumberOfMessagesDelayed ?? 0),
  };
}

/** What nobody reads: in work are those that an operator is looking at. */
export function lettersIn({ waiting, inWork, delayed }: QueueDepth): number {
  return waiting + inWork + delayed;
}
