import type { MiddlewareObj } from "@middy/core";
import sqsPartialBatchFailure from "@middy/sqs-partial-batch-failure";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import type { LogIds } from "../core/jobs/log-ids.ts";
import { describeError } from "./describe-error.ts";
import type { WorkLog } from "./log.ts";

interface BatchFailuresOptions {
  /** Returns the log of a message. */
  logOf(record: SQSRecord): WorkLog;
}

/**
 * Reports only the messages that failed, so that the others are not delivered again. The library's own logger prints
 * the whole record; this one logs its IDs.
 */
export function batchFailures({ logOf }: BatchFailuresOptions): MiddlewareObj<SQSEvent, SQSBatchResponse> {
  return sqsPartialBatchFailure({
    logger: function logFailure(reason: unknown, record: SQSRecord): void {
      logOf(record).error("message failed", describeError(reason));
    },
  }) as MiddlewareObj<SQSEvent, SQSBatchResponse>;
}

/** Returns the IDs that are known before a message is read. */
export function idsOfRecord({ messageId, attributes }: SQSRecord): LogIds {
  return { message_id: messageId, receive_count: Number(attributes.ApproximateReceiveCount) };
}
