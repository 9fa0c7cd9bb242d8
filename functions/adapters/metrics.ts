import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";

/** Counters in CloudWatch's embedded metric format, written with the log. Ids never become dimensions. */
export function createMetrics(stage: string) {
  const metrics = new Metrics({ namespace: "PrCommentAutomation", defaultDimensions: { stage } });
  return {
    count(name: string, dimensions: Record<string, string> = {}): void {
      const single = metrics.singleMetric();
      for (const [key, value] of Object.entries(dimensions)) single.addDimension(key, value);
      single.addMetric(name, MetricUnit.Count, 1);
    },
  };
}
