import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { envelopeText, type OutgoingEnvelope } from "../../core/deliveries/envelope.ts";
import { shortTimeouts } from "../runtime/aws-client.ts";
import { unavailable } from "../runtime/aws-errors.ts";
import { quickClient } from "../runtime/quick-client.ts";

/** Opens the queue of envelopes. `MessageGroupId` makes a standard queue fair, so no repository delays another. */
export function createEnvelopeQueue(queueUrl: string, client = new SQSClient(shortTimeouts)) {
  return {
    /**
     * Sends an envelope, delayed by up to 900 seconds. Returns the message ID. Throws RetryableError when SQS fails.
     */
    async send(envelope: OutgoingEnvelope, delaySeconds = 0): Promise<string> {
      try {
        const { MessageId } = await client.send(
          new SendMessageCommand({
            QueueUrl: queueUrl,
            MessageBody: envelopeText(envelope).replace(notForQueues, escapeUnit),
            // A full name can exceed the 128 characters of a group ID.
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

/**
 * Opens the queue of envelopes for the webhook's function. The client compares no MD5 of the message: the signature
 * covers the body's SHA-256, which SQS verifies.
 */
export function createIngressQueue(queueUrl: string) {
  const addressed = { useQueueUrlAsEndpoint: false, cacheMiddleware: true, md5: false } as const;
  return createEnvelopeQueue(queueUrl, new SQSClient({ ...quickClient("sqs"), ...addressed }));
}

/** SQS refuses U+FFFE, U+FFFF and lone surrogates, emulators also pairs. JSON escapes of them are accepted. */
const notForQueues = /[\ud800-\udfff\ufffe\uffff]/g;

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16)}`;
}
