interface MetricDefinition {
  /** `share`: 1 if it happened and 0 if not, so that the sum counts one and the number of samples all. */
  kind: "count" | "share" | "time";
  /** False: not published without its dimension. */
  total?: boolean;
  /** Also published with this dimension, for these values alone. */
  by?: { dimension: string; values: readonly string[] };
}

/**
 * Every metric of this project. CloudWatch bills a metric for each hour in which it is written, and once more for each
 * value of its dimension. So a metric needs an alarm or an objective that reads it; anything else is a field of a log
 * line. docs/metrics.md describes them.
 */
export const metricList = {
  /** The only one of an idle stage. */
  PingAnswered: { kind: "count" },

  // Written for commands.
  JobFailed: { kind: "share" },
  ReceiptToDispatch: { kind: "time" },
  ReceiptToAnswer: { kind: "time" },

  // Written only when something is wrong.
  CallbackFailed: { kind: "count", by: { dimension: "kind", values: ["signature", "other"] } },
  CircuitOpened: { kind: "count" },
  DeliveryFailed: { kind: "count" },
  JobStuck: { kind: "count" },
  Repaired: {
    kind: "count",
    total: false,
    by: { dimension: "what", values: ["job_given_up", "redelivery_asked", "redelivery_given_up"] },
  },
  SignatureFailed: { kind: "count" },
  StoreThrottled: { kind: "count" },
  SweepFailed: { kind: "count", by: { dimension: "part", values: ["deliveries"] } },
} as const satisfies Record<string, MetricDefinition>;

export type MetricName = keyof typeof metricList;
type NameOf<Kind> = {
  [Name in MetricName]: (typeof metricList)[Name]["kind"] extends Kind ? Name : never;
}[MetricName];

/** Port: publishes metrics immediately. */
export interface Metrics {
  /** Counts one event. `value` is that of the metric's dimension; one that is not in the list is counted in the total. */
  count(name: NameOf<"count">, value?: string): void;
  /** Records whether one of many events went that way. */
  share(name: NameOf<"share">, happened: boolean): void;
  /** Records a duration in milliseconds. */
  time(name: NameOf<"time">, milliseconds: number): void;
}

/** Returns the dimensions beside `stage`, one set for each metric of CloudWatch; none if nothing is to be published. */
export function dimensionsOf(name: MetricName, value?: string): Record<string, string>[] {
  const { total = true, by }: MetricDefinition = metricList[name];
  const sets: Record<string, string>[] = total ? [{}] : [];
  if (by && value !== undefined && by.values.includes(value)) sets.push({ [by.dimension]: value });
  return sets;
}
