import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { asRecord } from "../../core/json-value.ts";
import type { Metrics } from "../../core/metrics.ts";

/** How DynamoDB calls a request above what a key, a partition, a table or the account may use. */
const throttles = ["ProvisionedThroughputExceededException", "RequestLimitExceeded", "ThrottlingException"];

/** The function's metrics. An operator's process has none. */
let metrics: Metrics | undefined;

/** Counts what DynamoDB throttles in these metrics from now on. Returns them. */
export function countThrottlesIn(created: Metrics): Metrics {
  metrics = created;
  return created;
}

/**
 * Counts `StoreThrottled` for each request that DynamoDB throttles, wholly or in part. The SDK repeats such requests, so
 * callers rarely notice.
 */
export function countThrottles(client: DynamoDBClient): void {
  const count = () => metrics?.count("StoreThrottled");
  client.middlewareStack.add(
    (next) => async (request) => {
      const result = await next(request).catch((error: unknown) => {
        if (error instanceof Error && throttles.includes(error.name)) count();
        throw error;
      });
      if (isIncomplete(result.output)) count();
      return result;
    },
    // This step runs for each attempt.
    { name: "countThrottles", step: "deserialize", priority: "high" },
  );
}

/** Returns whether DynamoDB throttled a part of a batch, which it then leaves out. */
function isIncomplete(output: object | undefined): boolean {
  const { UnprocessedItems } = asRecord(output);
  return Object.keys(asRecord(UnprocessedItems)).length > 0;
}
