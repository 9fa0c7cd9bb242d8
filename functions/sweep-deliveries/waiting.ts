import { AutomationError, CircuitOpenError } from "../../core/errors.ts";

/** A stack is in service before somebody puts the App's key in; and GitHub is left alone for as long as it asks. */
export function isWaiting(error: unknown): boolean {
  if (error instanceof CircuitOpenError) return true;
  return error instanceof AutomationError && error.code === "secret_incomplete";
}
