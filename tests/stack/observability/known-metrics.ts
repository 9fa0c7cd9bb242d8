import { readFileSync } from "node:fs";
import { join } from "node:path";
import { codeIn, tableRows } from "../documents/markdown.ts";
import { projectRoot } from "../packaging/tree-copy.ts";

export interface MetricName {
  namespace: string;
  name: string;
  /** Names of its dimensions. */
  dimensions: string[];
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
    [functions],
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

/** Whether a metric of this name is published with exactly these dimensions: docs/metrics.md has our own. */
export function isPublished({ namespace, name, dimensions }: MetricName, stage: string): boolean {
  // A filter makes it from the access log, which has no stage.
  if (namespace === `${own}/${stage}`) return name === "ApiThrottled" && dimensions.length === 0;
  const sets = namespace === own ? ownSets().get(name) : ofAws[namespace]?.[name];
  const wanted = dimensions.toSorted().join();
  return (sets ?? []).some((set) => set.toSorted().join() === wanted);
}

/** Every metric is published for each prefix of its dimensions, the stage first. */
function ownSets(): Map<string, string[][]> {
  const document = readFileSync(join(projectRoot, "docs/metrics.md"), "utf8");
  return new Map(
    tableRows(document, "metric").map(([name = "", , dimensions = ""]) => {
      const all = ["stage", ...codeIn(dimensions)];
      return [codeIn(name)[0] ?? "", all.map((_, last) => all.slice(0, last + 1))];
    }),
  );
}

function same(names: string[], sets: string[][]): Record<string, string[][]> {
  return Object.fromEntries(names.map((name) => [name, sets]));
}
