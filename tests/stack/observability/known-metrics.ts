import { metricList } from "../../../core/metrics.ts";

export interface MetricName {
  namespace: string;
  name: string;
  /** Names of its dimensions. */
  dimensions: string[];
  /** Their values, where they are known. */
  values?: Record<string, unknown>;
}

const own = "PrCommentAutomation";
const sqs = ["QueueName"];
const functions = ["FunctionName"];
const table = ["TableName"];

/**
 * The metrics of AWS that this project uses: names, and the sets of dimensions that they are published with.
 */
const ofAws: Record<string, Record<string, string[][]>> = {
  "AWS/ApiGateway": same(["Count", "4xx", "5xx", "Latency"], [["ApiId", "Stage"]]),
  "AWS/CloudFront": same(["Requests", "4xxErrorRate", "5xxErrorRate"], [["DistributionId", "Region"]]),
  "AWS/DynamoDB": {
    ...same(["ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits"], [table]),
    ...same(["ReadThrottleEvents", "WriteThrottleEvents"], [table, [...table, "GlobalSecondaryIndexName"]]),
    ...same(["SuccessfulRequestLatency"], [[...table, "Operation"]]),
  },
  "AWS/Firehose": same(["DeliveryToS3.DataFreshness", "DeliveryToS3.Success"], [["DeliveryStreamName"]]),
  "AWS/Lambda": same(
    ["Invocations", "Errors", "Throttles", "Duration", "ConcurrentExecutions", "IteratorAge"],
    // Without a dimension: the sum over the account.
    [functions, []],
  ),
  "AWS/SQS": same(
    [
      "ApproximateAgeOfOldestMessage",
      "ApproximateNumberOfMessagesVisible",
      "ApproximateNumberOfMessagesNotVisible",
    ],
    [sqs],
  ),
  "AWS/States": same(
    [
      ...["ExecutionsStarted", "ExecutionsSucceeded", "ExecutionsFailed", "ExecutionsTimedOut"],
      ...["ExecutionsAborted", "ExecutionThrottled", "ExecutionTime"],
    ],
    [["StateMachineArn"]],
  ),
  // Without `Region`: the scope is CLOUDFRONT.
  "AWS/WAFV2": same(["BlockedRequests", "CountedRequests"], [["Rule", "WebACL"]]),
};

/** Whether a metric of this name is published with exactly these dimensions. */
export function isPublished(metric: MetricName, stage: string): boolean {
  const { namespace, name, dimensions } = metric;
  // Filters make it from Lambda's lines, which have no stage.
  if (namespace === `${own}/${stage}`) return name === "FunctionFailed" && dimensions.length === 0;
  const sets = namespace === own ? ownSets()[name] : ofAws[namespace]?.[name];
  const wanted = dimensions.toSorted().join();
  return (sets ?? []).some((set) => set.toSorted().join() === wanted) && hasKnownValue(metric);
}

/** Returns whether a dimension of our own has a value that is published. */
function hasKnownValue({ namespace, name, values = {} }: MetricName): boolean {
  const found =
    namespace === own ? Object.entries(metricList).find(([listed]) => listed === name) : undefined;
  if (!found || !("by" in found[1])) return true;
  const { dimension, values: published } = found[1].by;
  return values[dimension] === undefined || published.some((value) => value === values[dimension]);
}

/** Returns the sets of dimensions of our own metrics, by name. */
function ownSets(): Record<string, string[][]> {
  return Object.fromEntries(
    Object.entries(metricList).map(([name, metric]) => {
      const total = "total" in metric ? [] : [["stage"]];
      return [name, "by" in metric ? [...total, ["stage", metric.by.dimension]] : total];
    }),
  );
}

function same(names: string[], sets: string[][]): Record<string, string[][]> {
  return Object.fromEntries(names.map((name) => [name, sets]));
}
