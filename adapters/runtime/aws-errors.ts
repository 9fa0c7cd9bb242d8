import { RetryableError } from "../../core/errors.ts";

/** Returns whether an error of the AWS SDK has this name. */
export function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}

/**
 * Returns the RetryableError `<service>_unavailable` for a service that does not respond, throttles or refuses. The
 * message names the service only; the details stay in the cause.
 */
export function unavailable(service: string, error: unknown): RetryableError {
  return new RetryableError(`${service}_unavailable`, `${service} is unavailable`, {
    cause: error,
  });
}
