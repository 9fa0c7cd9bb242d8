import { ChangeMessageVisibilityCommand, SQSClient } from "@aws-sdk/client-sqs";
import { longTimeouts } from "../runtime/aws-client.ts";
import { unavailable } from "../runtime/aws-errors.ts";
import { createEnvelopeQueue } from "./envelope-queue.ts";

/** Returns the two ways to delay work: the same message later, or a copy whose receive count starts again. */
export function createMessageDelays(queueUrl: string, client = new SQSClient(longTimeouts)) {
  return {
    delayMessage: createMessageDelay(queueUrl, client),
    postpone: createEnvelopeQueue(queueUrl, client).send,
  };
}

/** Returns a function that sets when a received message is delivered again. It throws RetryableError. */
export function createMessageDelay(queueUrl: string, client = new SQSClient(longTimeouts)) {
  return async function delayMessage(receiptHandle: string, seconds: number): Promise<void> {
    try {
      await client.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: queueUrl,
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: seconds,
        }),
      );
    } catch (error) {
      throw unavailable("queue", error);
    }
  };
}
