import { SQSClient } from "@aws-sdk/client-sqs";
import { quickClient } from "../runtime/quick-client.ts";
import { createEnvelopeQueue } from "./envelope-queue.ts";

/**
 * Opens the queue of envelopes for the webhook's function. The client compares no MD5 of the message: the signature
 * covers the body's SHA-256, which SQS verifies.
 */
export function createIngressQueue(queueUrl: string) {
  const addressed = { useQueueUrlAsEndpoint: false, cacheMiddleware: true, md5: false } as const;
  return createEnvelopeQueue(queueUrl, new SQSClient({ ...quickClient("sqs"), ...addressed }));
}
