import { PermanentError, RetryableError } from "../../core/errors.ts";

/** The facts of an employee's refusal: its own words may contain anything. */
export class EmployeeFailure extends Error {
  override name = "EmployeeFailure";
  readonly retry_after_ms: number | null;

  constructor(what: string, retryAfterMs: number | null = null) {
    super(what);
    this.retry_after_ms = retryAfterMs;
  }
}

/** These may succeed later: https://httpwg.org/specs/rfc9110#status.codes. */
const transient = [408, 425, 429];

/** Returns the error for a status other than 200 and 202. The code has the status. */
export function statusError(status: number, retryAfterMs: number | null): PermanentError | RetryableError {
  const cause = new EmployeeFailure(`HTTP ${status}`, retryAfterMs);
  if (status >= 300 && status < 400) {
    return new PermanentError(
      "employee_redirected",
      "The employee's endpoint redirects: name its final URL",
      {
        cause,
      },
    );
  }
  const code = `employee_http_${status}`;
  const message = `The employee responded with HTTP ${status}`;
  return transient.includes(status) || status >= 500
    ? new RetryableError(code, message, { cause })
    : new PermanentError(code, message, { cause });
}

/** Returns our error for whatever Node.js throws while it sends a request and reads the response. */
export function networkError(error: unknown): PermanentError | RetryableError {
  if (error instanceof PermanentError || error instanceof RetryableError) return error;
  const code = codeOf(error);
  const cause = new EmployeeFailure(code);
  if (/CERT|SELF_SIGNED|^UNABLE_TO_/.test(code)) {
    const message = "The certificate of the employee's endpoint is not valid for its host";
    return new PermanentError("employee_certificate_refused", message, { cause });
  }
  return new RetryableError("employee_unreachable", "The employee's endpoint could not be reached", {
    cause,
  });
}

function codeOf(error: unknown): string {
  const { code } = Object(error) as { code?: unknown };
  return typeof code === "string" && /^[A-Z][A-Z0-9_]{1,60}$/.test(code) ? code : "no code";
}
