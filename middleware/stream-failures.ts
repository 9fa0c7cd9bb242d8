import type { MiddlewareObj, Request } from "@middy/core";
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { describeError } from "./describe-error.ts";
import type { Log } from "./log.ts";

/**
 * Reports the failed records of a DynamoDB stream; the handler returns an error or null for each record. Lambda retries
 * from the first failed record on, so a record may be delivered twice. The log has the records' sequence numbers only.
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
    /** Rethrows, so that Lambda splits the batch to find the record. The runtime prints the error, so it has no details. */
    onError: function streamFailuresOnError({ event, error }: Request<DynamoDBStreamEvent, unknown>): void {
      log.error("batch failed", { records: event.Records.length, ...describeError(error) });
      const presented = new Error("The function's log has the details");
      presented.stack = "";
      throw presented;
    },
  };
}

/** Every record has a sequence number. An empty identifier would make Lambda retry the whole batch. */
function sequenceNumber({ dynamodb }: DynamoDBRecord): string {
  return dynamodb?.SequenceNumber ?? "";
}
