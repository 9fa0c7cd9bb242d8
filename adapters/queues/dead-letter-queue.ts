import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { longTimeouts } from "../runtime/aws-client.ts";
import { unavailable } from "../runtime/aws-errors.ts";

/** Sends a message straight to the dead-letter queue, without the queue's retries. */
export function createDeadLetterQueue(queueUrl: string, client = new SQSClient(longTimeouts)) {
  return async function sendDeadLetter(body: string): Promise<void> {
    try {
      await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body }));
    } catch (error) {
      throw unavailable("queue", error);
    }
  };
}
