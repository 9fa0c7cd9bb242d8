/** A provider that is currently not called. */
export interface Outage {
  /** For example `anthropic`. */
  provider: string;
  /** Milliseconds since the epoch; null if unknown. */
  since: number | null;
}

/**
 * Approximate time that a step of the workflow waits for a circuit before it fails: the sum of the `Retry` of
 * `CircuitOpenError` in definition.asl.yml, including jitter.
 */
export const stepWaitLimitMs = 4 * 3_600_000;
