import { MetricUnit, Metrics as PowertoolsMetrics } from "@aws-lambda-powertools/metrics";
import type { MetricUnit as Unit } from "@aws-lambda-powertools/metrics/types";
import type { Dimensions, Metrics } from "../../core/metrics.ts";

const ignore = () => {};
/** Powertools warns of a dimension that stands in two sets, which is what we ask for. */
const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore };
const code = /^[a-z0-9][a-z0-9_-]{0,63}$/;

/**
 * Metrics in CloudWatch's embedded metric format, by Powertools: one line of the log each, written when it is
 * counted, so that nothing waits for the end of an invocation or stays for the next one.
 */
export function createMetrics(stage: string): Metrics {
  const namespace = "PrCommentAutomation";
  const powertools = new PowertoolsMetrics({ namespace, singleMetric: true, logger: silent });
  // Powertools adds a dimension `service` of its own, and a metric has as many names as it has dimensions.
  powertools.clearDefaultDimensions();
  powertools.setDefaultDimensions({ stage });

  function publish(name: string, unit: Unit, value: number, dimensions: Dimensions): void {
    for (const set of prefixes(dimensions)) powertools.addDimensions(set);
    powertools.addMetric(name, unit, value);
  }

  return {
    count: (name, dimensions = {}) => publish(name, MetricUnit.Count, 1, dimensions),
    time(name, milliseconds, dimensions = {}): void {
      // What cannot be told makes no number; clocks that differ make none below zero.
      if (!Number.isFinite(milliseconds)) return;
      publish(name, MetricUnit.Milliseconds, Math.max(0, milliseconds), dimensions);
    },
  };
}

/** `{a, b}` gives `{}`, `{a}` and `{a, b}`: the metric as a whole, and each step of its division. */
function prefixes(dimensions: Dimensions): Record<string, string>[] {
  const sets: Record<string, string>[] = [{}];
  for (const [name, value] of Object.entries(dimensions)) {
    sets.push({ ...sets.at(-1), [name]: code.test(value) ? value : "other" });
  }
  return sets;
}
