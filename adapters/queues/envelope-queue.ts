import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { Envelope } from "../../core/deliveries/envelope.ts";
import { quick } from "../runtime/aws-client.ts";
import { unavailable } from "../runtime/aws-errors.ts";

/** The queue of envelopes. `MessageGroupId` makes a standard queue fair: no repository can hold up another. */
export function createEnvelopeQueue(queueUrl: string, client = new SQSClient(quick)) {
  return {
    /**
     * Sends an envelope, to come up after that many seconds (900 at the most); answers the message's id. Throws
     * RetryableError when the queue does not take it.
     */
    async send(envelope: Envelope, delaySeconds = 0): Promise<string> {
      try {
        const { MessageId } = await client.send(
          new SendMessageCommand({
            QueueUrl: queueUrl,
            MessageBody: JSON.stringify(envelope).replace(notForQueues, escapeUnit),
            // A full name can be longer than the 128 characters of a group id.
            MessageGroupId: String(envelope.repo_id),
            ...(delaySeconds > 0 && { DelaySeconds: delaySeconds }),
          }),
        );
        return MessageId ?? "";
      } catch (error) {
        throw unavailable("queue", error);
      }
    },
  };
}

/** SQS refuses U+FFFE, U+FFFF and half a surrogate pair; emulators whole pairs too. As JSON escapes all may pass. */
const notForQueues = /[\ud800-\udfff\ufffe\uffff]/g;

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16)}`;
}
