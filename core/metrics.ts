/** Dimensions of metrics. Each has a small, known set of values: our own codes, states, names in the roster. */
export type DimensionName =
  | "reason"
  | "level"
  | "outcome"
  | "employee"
  | "event_type"
  | "provider"
  | "state"
  | "what"
  | "part"
  | "result";

/** Ordered: a metric is published for every prefix of its dimensions. IDs never become dimensions. */
export type Dimensions = Partial<Record<DimensionName, string>>;

/** Port: publishes metrics immediately. docs/metrics.md lists them all. */
export interface Metrics {
  /** Counts one event. */
  count(name: string, dimensions?: Dimensions): void;
  /** Records a duration in milliseconds. */
  time(name: string, milliseconds: number, dimensions?: Dimensions): void;
}
