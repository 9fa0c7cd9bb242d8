import { isRecord, parseJson } from "../../../core/json-value.ts";

/** Outcome of an invocation: the response payload as JSON text, or an error payload with `failed`. */
export interface Outcome {
  requestId: string;
  payload: string;
  /** The Invoke API's `FunctionError: Unhandled`. */
  failed: boolean;
}

/** Lambda's limit for the response of a synchronous invocation: a little over 6 MB. */
const maximumResponseBytes = 6_291_556;

export function succeeded(requestId: string, payload: string): Outcome {
  const bytes = Buffer.byteLength(payload);
  if (bytes <= maximumResponseBytes) return { requestId, payload, failed: false };
  const limit = `maximum allowed payload size (${maximumResponseBytes} bytes)`;
  return failed(
    requestId,
    "Function.ResponseSizeTooLarge",
    `Response payload size (${bytes} bytes) exceeded ${limit}.`,
  );
}

export function timedOut(requestId: string, seconds: number): Outcome {
  const message = `RequestId: ${requestId} Error: Task timed out after ${seconds.toFixed(2)} seconds`;
  return failed(requestId, "Sandbox.Timedout", message);
}

export function exited(requestId: string, code: number | null, signal: string | null): Outcome {
  const reason =
    signal === "SIGKILL"
      ? "with error: signal: killed"
      : signal
        ? `with error: signal: ${signal}`
        : code === 0
          ? "without providing a reason"
          : `with error: exit status ${code}`;
  const message = `RequestId: ${requestId} Error: Runtime exited ${reason}`;
  // Lambda reports a process that it killed, usually for its memory, without an error type.
  return signal ? untyped(requestId, message) : failed(requestId, "Runtime.ExitError", message);
}

/** Returns type and message of a failed outcome's payload in one line. */
export function describeFailure(payload: string): string {
  const error = parseJson(payload);
  if (!isRecord(error)) return payload;
  return [error.errorType, error.errorMessage].filter((part) => part !== undefined).join(": ");
}

function failed(requestId: string, errorType: string, errorMessage: string): Outcome {
  return { requestId, payload: JSON.stringify({ errorType, errorMessage }), failed: true };
}

function untyped(requestId: string, errorMessage: string): Outcome {
  return { requestId, payload: JSON.stringify({ errorMessage }), failed: true };
}
