/** A provider that is currently not called. */
export interface Outage {
  /** For example `anthropic`; `employeeProvider` for the job's own employee. */
  provider: string;
  /** Milliseconds since the epoch; null if unknown. */
  since: number | null;
}

/** Names the circuits of employees outside the stack in place of a provider. */
export const employeeProvider = "employee";

/**
 * Approximate time that a step of the workflow waits for a circuit before it fails: the sum of the `Retry` of
 * `CircuitOpenError` in definition.asl.yml, including jitter.
 */
export const stepWaitLimitMs = 4 * 3_600_000;
