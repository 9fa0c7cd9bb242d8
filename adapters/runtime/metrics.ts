import { dimensionsOf, type MetricName, type Metrics } from "../../core/metrics.ts";
import { countThrottlesIn } from "../dynamodb/count-throttles.ts";
import { writeLine } from "./log.ts";

/**
 * Publishes metrics in CloudWatch's embedded metric format. Each metric is one log line, written immediately, so nothing
 * waits for the end of an invocation. What DynamoDB throttles is counted too.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function createMetrics(stage: string): Metrics {
  function publish(Name: MetricName, Unit: "Count" | "Milliseconds", value: number, dimension?: string) {
    const sets = dimensionsOf(Name, dimension);
    if (sets.length === 0) return;
    const metric = {
      Namespace: "PrCommentAutomation",
      Dimensions: sets.map((set) => ["stage", ...Object.keys(set)]),
      Metrics: [{ Name, Unit }],
    };
    const _aws = { Timestamp: Date.now(), CloudWatchMetrics: [metric] };
    writeLine({ _aws, stage, ...Object.assign({}, ...sets), [Name]: value });
  }

  return countThrottlesIn({
    count: (name, dimension) => publish(name, "Count", 1, dimension),
    share: (name, happened) => publish(name, "Count", happened ? 1 : 0),
    time(name, milliseconds): void {
      // An unknown duration is not published. Clocks may differ, so a negative one counts as zero.
      if (!Number.isFinite(milliseconds)) return;
      publish(name, "Milliseconds", Math.max(0, milliseconds));
    },
  });
}
