/**
 * The ways in which work can fail. The workflow's `Retry` and `Catch` and the queue's consumer match the `name`, so
 * every name is a literal: minifiers rename classes. Names that start with `States.` or `Lambda.` belong to the
 * platform.
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

/** The caller sent something wrong: answered with 4xx, never retried. */
export class InvalidError extends AutomationError {
  override name = "InvalidError";
}

/** Trying again cannot help: recorded and let go. */
export class PermanentError extends AutomationError {
  override name = "PermanentError";
}

/** Trying again later can help: the queue or the workflow retries. */
export class RetryableError extends AutomationError {
  override name = "RetryableError";
}

/** A refusal that may or may not pass. The queue and the workflow retry it a few times; then it is final. */
export class UnclearError extends RetryableError {
  override name = "UnclearError";
}

/**
 * Nothing was asked: whoever would have to answer is given time to recover. The workflow and the queue wait, and none
 * of the tries that they have for other failures is used up.
 */
export class CircuitOpenError extends RetryableError {
  override name = "CircuitOpenError";
  /** How long nobody should ask, in whole seconds; at least 1. */
  readonly seconds: number;

  constructor(code: string, message: string, { seconds = 1, ...options }: CircuitOpenOptions = {}) {
    super(code, message, options);
    this.seconds = seconds;
  }
}

interface CircuitOpenOptions extends ErrorOptions {
  seconds?: number;
}

/** The function stopped shortly before Lambda's timeout; its work may be incomplete. */
export class OutOfTimeError extends RetryableError {
  override name = "OutOfTimeError";
}

/** A newer attempt or a newer owner has taken the job over; this writer must stop. */
export class FencedError extends AutomationError {
  override name = "FencedError";
}
