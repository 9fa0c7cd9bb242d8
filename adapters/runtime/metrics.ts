import { MetricUnit, Metrics as PowertoolsMetrics } from "@aws-lambda-powertools/metrics";
import type { MetricUnit as Unit } from "@aws-lambda-powertools/metrics/types";
import { dimensionsOf, type MetricName, type Metrics } from "../../core/metrics.ts";

const ignore = () => {};
/** Powertools would warn about a dimension in two sets, which is intended here. */
const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/**
 * Publishes metrics in CloudWatch's embedded metric format, by Powertools. Each metric is one log line, written
 * immediately, so nothing waits for the end of an invocation.
 */
export function createMetrics(stage: string): Metrics {
  const namespace = "PrCommentAutomation";
  const powertools = new PowertoolsMetrics({ namespace, singleMetric: true, logger: silent });
  // Without Powertools' own dimension `service`, which would change the identity of each metric.
  powertools.clearDefaultDimensions();
  powertools.setDefaultDimensions({ stage });

  function publish(name: MetricName, unit: Unit, value: number, dimension?: string): void {
    const sets = dimensionsOf(name, dimension);
    if (sets.length === 0) return;
    for (const set of sets) powertools.addDimensions(set);
    powertools.addMetric(name, unit, value);
  }

  return {
    count: (name, dimension) => publish(name, MetricUnit.Count, 1, dimension),
    share: (name, happened) => publish(name, MetricUnit.Count, happened ? 1 : 0),
    time(name, milliseconds): void {
      // An unknown duration is not published. Clocks may differ, so a negative one counts as zero.
      if (!Number.isFinite(milliseconds)) return;
      publish(name, MetricUnit.Milliseconds, Math.max(0, milliseconds));
    },
  };
}
