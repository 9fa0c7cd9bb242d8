import { ChangeMessageVisibilityCommand, SQSClient } from "@aws-sdk/client-sqs";
import { patient } from "./aws-client.ts";
import { unavailable } from "./aws-errors.ts";

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
