/** A provider that is not called at the moment. */
export interface Outage {
  /** For example `anthropic`. */
  provider: string;
  /** Milliseconds since the epoch; null when it is not known. */
  since: number | null;
}

/**
 * About how long a step of the workflow waits for a circuit before it fails: what the `Retry` of `CircuitOpenError` in
 * definition.asl.yml comes to, jitter included.
 */
export const longestWaitMs = 4 * 3_600_000;
