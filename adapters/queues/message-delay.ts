import { ChangeMessageVisibilityCommand, SQSClient } from "@aws-sdk/client-sqs";
import { patient } from "../runtime/aws-client.ts";
import { unavailable } from "../runtime/aws-errors.ts";
import { createEnvelopeQueue } from "./envelope-queue.ts";

/** Both ways in which work of the queue comes up later: the same message, or a copy whose receives begin anew. */
export function createMessageDelays(queueUrl: string, client = new SQSClient(patient)) {
  return {
    delayMessage: createMessageDelay(queueUrl, client),
    postpone: createEnvelopeQueue(queueUrl, client).send,
  };
}

/** Decides when a message that was received and not deleted is delivered again. */
export function createMessageDelay(queueUrl: string, client = new SQSClient(patient)) {
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
