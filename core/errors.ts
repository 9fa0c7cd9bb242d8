/**
 * Base class of our errors. The workflow's `Retry` and `Catch` and the queue's consumer match the `name`, so every name
 * is a literal: minifiers rename classes. Names that start with `States.` or `Lambda.` belong to the platform.
 */
export class AutomationError extends Error {
  override name = "AutomationError";
  /** Machine-readable reason, snake_case; becomes a log field, a metric reason and an event reason. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The caller sent something wrong. The response is 4xx; nothing retries. */
export class InvalidError extends AutomationError {
  override name = "InvalidError";
}

/** A retry cannot help. The failure is recorded and final. */
export class PermanentError extends AutomationError {
  override name = "PermanentError";
}

/** A retry can help. The queue or the workflow retries. */
export class RetryableError extends AutomationError {
  override name = "RetryableError";
}

/** A refusal that may be temporary. The queue and the workflow retry a few times; then it is final. */
export class UnclearError extends RetryableError {
  override name = "UnclearError";
}

/**
 * A circuit blocked the call, so the provider can recover. The workflow and the queue wait without using up the retries
 * that they have for other failures.
 */
export class CircuitOpenError extends RetryableError {
  override name = "CircuitOpenError";
  /** How long callers should wait, in whole seconds; at least 1. */
  readonly seconds: number;

  constructor(code: string, message: string, { seconds = 1, ...options }: CircuitOpenOptions = {}) {
    super(code, message, options);
    this.seconds = seconds;
  }
}

interface CircuitOpenOptions extends ErrorOptions {
  seconds?: number;
}

/**
 * The content writes that GitHub allows are used up. The workflow waits until the sweeper grants the job's writes.
 */
export class PacedError extends CircuitOpenError {
  override name = "PacedError";
}

/** The function stopped shortly before Lambda's timeout; its work may be incomplete. */
export class OutOfTimeError extends RetryableError {
  override name = "OutOfTimeError";
}

/** A newer attempt or owner has taken over; this writer must stop. */
export class FencedError extends AutomationError {
  override name = "FencedError";
}
