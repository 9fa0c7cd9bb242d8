import { MetricUnit, Metrics as PowertoolsMetrics } from "@aws-lambda-powertools/metrics";
import type { MetricUnit as Unit } from "@aws-lambda-powertools/metrics/types";
import type { Dimensions, Metrics } from "../../core/metrics.ts";

const ignore = () => {};
/** Powertools would warn about a dimension in two sets, which is intended here. */
const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore };
const code = /^[a-z0-9][a-z0-9_-]{0,63}$/;

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

  function publish(name: string, unit: Unit, value: number, dimensions: Dimensions): void {
    for (const set of prefixes(dimensions)) powertools.addDimensions(set);
    powertools.addMetric(name, unit, value);
  }

  return {
    count: (name, dimensions = {}) => publish(name, MetricUnit.Count, 1, dimensions),
    time(name, milliseconds, dimensions = {}): void {
      // An unknown duration is not published. Clocks may differ, so a negative one counts as zero.
      if (!Number.isFinite(milliseconds)) return;
      publish(name, MetricUnit.Milliseconds, Math.max(0, milliseconds), dimensions);
    },
  };
}

/** `{a, b}` gives `{}`, `{a}` and `{a, b}`: the total and each breakdown. */
function prefixes(dimensions: Dimensions): Record<string, string>[] {
  const sets: Record<string, string>[] = [{}];
  for (const [name, value] of Object.entries(dimensions)) {
    sets.push({ ...sets.at(-1), [name]: code.test(value) ? value : "other" });
  }
  return sets;
}
