import type { MiddlewareObj, Request } from "@middy/core";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { describeError } from "./describe-error.ts";
import type { WorkLog } from "./log.ts";

export interface RetryDelayOptions {
  /** Port: sets how long a received message stays hidden. */
  delayMessage(receiptHandle: string, seconds: number): Promise<void>;
  /** Seconds until the second delivery. Each further delay is three times as long. */
  firstDelay: number;
  longestDelay: number;
  /** Returns the log of a message. */
  logOf(record: SQSRecord): WorkLog;
}

/**
 * Delivers failed messages again, earlier than the queue's visibility timeout would and later each time: a short fault
 * costs seconds, and an outage does not use up the receives. Must come before `batchFailures`, whose response names the
 * messages, because `after` runs in reverse.
 */
export function retryDelay(options: RetryDelayOptions): MiddlewareObj<SQSEvent, SQSBatchResponse> {
  const { delayMessage, logOf } = options;
  if (!(options.firstDelay > 0)) throw new TypeError("retryDelay: firstDelay must be a positive number");

  async function delay(record: SQSRecord): Promise<void> {
    const { receiptHandle, attributes } = record;
    const seconds = delayAfter(Number(attributes.ApproximateReceiveCount), options);
    try {
      await delayMessage(receiptHandle, seconds);
    } catch (error) {
      // The message is delivered again after the queue's own visibility timeout.
      logOf(record).error("message not delayed", describeError(error));
    }
  }

  return {
    after: async function retryDelayAfter(request: Request<SQSEvent, SQSBatchResponse>): Promise<void> {
      const failed = new Set(request.response?.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      await Promise.all(request.event.Records.filter(({ messageId }) => failed.has(messageId)).map(delay));
    },
  };
}

function delayAfter(receives: number, { firstDelay, longestDelay }: RetryDelayOptions): number {
  return Math.min(longestDelay, firstDelay * 3 ** Math.max(0, receives - 1));
}
