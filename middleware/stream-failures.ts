import type { MiddlewareObj, Request } from "@middy/core";
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { describeError } from "./describe-error.ts";
import type { Log } from "./log.ts";

/**
 * Reports the records of a DynamoDB stream that failed; the handler answers for each of them an error or null. Lambda
 * comes back with the first of them and everything after it, so a record may be seen twice. Records are named in the
 * log, never shown.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export function streamFailures({ log }: { log: Log }): MiddlewareObj<DynamoDBStreamEvent, unknown> {
  return {
    after: function streamFailuresAfter(request: Request<DynamoDBStreamEvent, unknown>): void {
      const errors = request.response as (Error | null)[];
      const batchItemFailures: DynamoDBBatchResponse["batchItemFailures"] = [];
      for (const [index, record] of request.event.Records.entries()) {
        const error = errors[index];
        if (!error) continue;
        const itemIdentifier = sequenceNumber(record);
        log.error("record failed", { sequence_number: itemIdentifier, ...describeError(error) });
        batchItemFailures.push({ itemIdentifier });
      }
      request.response = { batchItemFailures };
    },
    /** Thrown on, so that Lambda halves the batch and finds the record; the runtime prints what it is given. */
    onError: function streamFailuresOnError({ event, error }: Request<DynamoDBStreamEvent, unknown>): void {
      log.error("batch failed", { records: event.Records.length, ...describeError(error) });
      const presented = new Error("The function's log has the details");
      presented.stack = "";
      throw presented;
    },
  };
}

/** Every record has one; an empty identifier makes Lambda repeat the whole batch. */
function sequenceNumber({ dynamodb }: DynamoDBRecord): string {
  return dynamodb?.SequenceNumber ?? "";
}
