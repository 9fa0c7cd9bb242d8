import { RetryableError } from "../../core/errors.ts";

/** Whether an AWS call failed by its own condition and not by a fault. */
export function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}

/**
 * An AWS service that does not answer, throttles or refuses: worth another try, by whoever drives the caller.
 * The message names the service only; what it said stays in the cause.
 */
export function unavailable(service: string, error: unknown): RetryableError {
  return new RetryableError(`${service}_unavailable`, `${service} did not do what was asked`, {
    cause: error,
  });
}
