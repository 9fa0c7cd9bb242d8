import type { MiddlewareObj } from "@middy/core";
import sqsPartialBatchFailure from "@middy/sqs-partial-batch-failure";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { describeError } from "./describe-error.ts";
import type { Log } from "./log.ts";

/**
 * Reports only the messages that failed, so that the others are not delivered again. The library's own logger
 * prints the whole record; this one names it.
 */
export function batchFailures({ log }: { log: Log }): MiddlewareObj<SQSEvent, SQSBatchResponse> {
  return sqsPartialBatchFailure({
    logger: function logFailure(reason: unknown, record: SQSRecord): void {
      const { messageId, attributes } = record;
      log.error("message failed", {
        message_id: messageId,
        receive_count: Number(attributes.ApproximateReceiveCount),
        ...describeError(reason),
      });
    },
  }) as MiddlewareObj<SQSEvent, SQSBatchResponse>;
}
