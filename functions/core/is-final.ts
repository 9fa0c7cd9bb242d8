import { type AutomationError, PermanentError, UnclearError } from "./errors.ts";

/** The queue delivers a message with an UnclearError that often before the refusal is final: minutes, not hours. */
const unclearReceives = 4;
/** For whoever tells how it would end. */
export const atLast = unclearReceives;

/** Whether an error of a message that was received so many times ends its work. */
export function isFinal(error: unknown, receives: number): error is AutomationError {
  return error instanceof PermanentError || (error instanceof UnclearError && receives >= unclearReceives);
}
