/** What a metric may be split by, every value from a small, known set: our own codes, states, the roster's names. */
export type DimensionName =
  | "reason"
  | "level"
  | "outcome"
  | "employee"
  | "event_type"
  | "provider"
  | "state"
  | "what"
  | "part";

/** Ordered: a metric is published for every prefix of its dimensions. Ids never become dimensions. */
export type Dimensions = Partial<Record<DimensionName, string>>;

/** Port: numbers of what happens, written at once. docs/metrics.md lists them all. */
export interface Metrics {
  /** It happened once. */
  count(name: string, dimensions?: Dimensions): void;
  /** It took that long. */
  time(name: string, milliseconds: number, dimensions?: Dimensions): void;
}
