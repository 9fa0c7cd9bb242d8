import { replyTooLarge } from "../../core/employees/read-reply.ts";
import { AutomationError, PermanentError, RetryableError } from "../../core/errors.ts";
import { asRecord, parseJson } from "../../core/json-value.ts";
import { EmployeeFailure } from "./failure.ts";

/** Errors of the API that no repetition changes, with our code and what to do. */
const refusals: Record<string, [code: string, message: string]> = {
  ResourceNotFoundException: [
    "employee_function_unknown",
    "The employee's function does not exist: check its ARN in the roster",
  ],
  AccessDeniedException: [
    "employee_access_refused",
    "The employee's function may not be invoked: allow it in the function's policy, or name a role in the roster",
  ],
  AccessDenied: ["employee_role_refused", "The employee's role may not be assumed: check its trust policy"],
  InvalidRequestContentException: ["employee_call_refused", "Lambda refused the task"],
  RequestTooLargeException: ["employee_call_refused", "Lambda refused the task"],
};

/** Returns our error for a call that Lambda or STS refused or did not answer. */
export function invocationError(error: unknown): AutomationError {
  if (error instanceof AutomationError) return error;
  const name = error instanceof Error ? error.name : "";
  const cause = new EmployeeFailure(shownName(name));
  const [code, message] = refusals[name] ?? [];
  if (code !== undefined) return new PermanentError(code, message ?? "", { cause });
  return new RetryableError("employee_unreachable", "The employee's function could not be invoked", {
    cause,
  });
}

/** Names of Lambda's own errors: the function did not finish. */
const stopped = ["Sandbox.Timedout", "Runtime.ExitError", "Runtime.OutOfMemory", "Lambda.Unknown"];

/**
 * Returns our error for a function that failed, by the name of its error: functions that stopped and errors named
 * `RetryableError` are retried, all others are final. The error's message is dropped, because it may contain anything.
 */
export function functionError(payload: string): AutomationError {
  const { errorType, errorMessage } = asRecord(parseJson(payload));
  const name = typeof errorType === "string" ? errorType : "";
  if (name === "Function.ResponseSizeTooLarge") return replyTooLarge();
  const cause = new EmployeeFailure(shownName(name));
  const hasTimedOut = name === "" && /Task timed out after/.test(String(errorMessage));
  if (hasTimedOut || stopped.includes(name)) {
    return new RetryableError("employee_function_stopped", "The employee's function did not finish", {
      cause,
    });
  }
  const message = `The employee's function failed with ${shownName(name)}`;
  return name === "RetryableError"
    ? new RetryableError("employee_function_failed", message, { cause })
    : new PermanentError("employee_function_failed", message, { cause });
}

/** Returns an error's name if it looks like one: it comes from outside. */
function shownName(name: string): string {
  return /^[A-Za-z][\w.]{0,63}$/.test(name) ? name : "an error without a name";
}
