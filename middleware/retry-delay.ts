import type { MiddlewareObj, Request } from "@middy/core";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { describeError } from "./describe-error.ts";
import type { WorkLog } from "./log.ts";

export interface RetryDelayOptions {
  /** Port: sets when a received message is delivered again. */
  delayMessage(receiptHandle: string, seconds: number): Promise<void>;
  /** Seconds until the second delivery; each further one waits three times as long. */
  firstDelay: number;
  longestDelay: number;
  /** The log of a message. */
  logOf(record: SQSRecord): WorkLog;
}

/**
 * Brings back the messages that failed sooner than the queue's visibility timeout would, and later each time: a
 * moment's fault costs seconds, an outage does not use up the receives. Stands before `batchFailures`, whose answer
 * names the messages: `after` runs in reverse.
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
      // The queue's own visibility timeout still brings it back.
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
