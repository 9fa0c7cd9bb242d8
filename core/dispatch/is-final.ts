import { type AutomationError, PermanentError, UnclearError } from "../errors.ts";

/** Number of deliveries of a message with an UnclearError before the refusal is final: minutes, not hours. */
const unclearReceives = 4;
/** For callers that say how the work would end. */
export const atLast = unclearReceives;

/** Returns whether an error is final for a message that was received this many times. */
export function isFinal(error: unknown, receives: number): error is AutomationError {
  return error instanceof PermanentError || (error instanceof UnclearError && receives >= unclearReceives);
}
