import { retryAfterMs } from "../core/circuit/retry-after.ts";
import type { Verdict } from "../core/circuit/verdict.ts";
import { AutomationError, PermanentError, RetryableError } from "../core/errors.ts";

/**
 * Turns Octokit's error into one of ours. The message holds the status only: GitHub's text may quote a comment. A key
 * that does not work is worth another try: an operator can fix it, and nothing should be given up until then. An
 * error that no request caused is a mistake of our own, and is returned as it is: the log then shows where it happened.
 */
export function githubError(error: unknown): unknown {
  if (error instanceof AutomationError || !(error instanceof Error) || !("status" in error)) return error;
  const cause = { cause: error };
  const status = statusOf(error);
  if (status === null) return new RetryableError("github_unreachable", "GitHub did not answer", cause);
  if (status === 429 || (status === 403 && isRateLimit(error))) {
    return new RetryableError("github_rate_limited", `GitHub limits our requests (HTTP ${status})`, cause);
  }
  if (status >= 500) return new RetryableError("github_failed", `GitHub failed (HTTP ${status})`, cause);
  if (status === 401) {
    return new RetryableError("github_refused_key", "GitHub refused the App's private key (HTTP 401)", cause);
  }
  if (status === 403) {
    const message = "GitHub refused the App (HTTP 403): check its permissions on this repository";
    return new PermanentError("github_refused", message, cause);
  }
  if (status === 404) {
    return new PermanentError(
      "github_not_found",
      "GitHub knows no such repository, pull request or comment",
      cause,
    );
  }
  return new PermanentError("github_rejected", `GitHub rejected the request (HTTP ${status})`, cause);
}

/** The key cannot sign: an error of the cryptography, which may quote the key. */
export function unusableKey(cause: unknown): RetryableError {
  const message = "No request could be made: check the App's id and private key";
  return new RetryableError("github_client_failed", message, { cause });
}

/** GitHub's answer was cut off, or a proxy answered in its place. A write may have landed. */
export function unreadableAnswer(status: number): RetryableError {
  return new RetryableError("github_unreadable", `GitHub's answer is not readable (HTTP ${status})`);
}

/** Whether GitHub said that the thing is not there. */
export function isNotFound(error: unknown): boolean {
  const status = statusOf(error);
  return status === 404 || status === 410;
}

/** The HTTP status that GitHub answered with; null when it did not answer. */
function statusOf(error: unknown): number | null {
  if (!(error instanceof Error) || !("status" in error) || !("response" in error)) return null;
  return error.response && typeof error.status === "number" ? error.status : null;
}

/**
 * What Octokit's error says of GitHub. `retry-after` comes with a secondary limit, which all that we do has used up
 * together; without it an installation has used up its own requests until `x-ratelimit-reset`.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
 */
export function judgeGitHub(error: unknown, now: number): Verdict {
  if (!(error instanceof Error) || !("status" in error)) return { kind: "nothing" };
  const status = statusOf(error);
  if (status === null) return { kind: "failure", reason: "github_unreachable" };
  const headers = headersOf(error);
  const asked = retryAfterMs(headers["retry-after"], now);
  if (status === 429 || (status === 403 && isRateLimit(error))) {
    const reset = Number(headers["x-ratelimit-reset"] ?? Number.NaN) * 1_000 - now;
    const ownLimit = asked === null && isUsedUp(headers) && Number.isFinite(reset);
    const waitMs = ownLimit ? Math.max(0, reset) : asked;
    return { kind: "limit", reason: "github_rate_limited", waitMs, everybody: !ownLimit };
  }
  if (status < 500) return { kind: "answer" };
  const reason = "github_failed";
  return asked === null
    ? { kind: "failure", reason }
    : { kind: "limit", reason, waitMs: asked, everybody: true };
}

function isRateLimit(error: unknown): boolean {
  const headers = headersOf(error);
  return headers["retry-after"] !== undefined || isUsedUp(headers) || /rate limit/i.test(textOf(error));
}

function isUsedUp(headers: Record<string, unknown>): boolean {
  return headers["x-ratelimit-remaining"] === "0";
}

function headersOf(error: unknown): Record<string, unknown> {
  const { response } = error as { response?: { headers?: Record<string, unknown> } };
  return response?.headers ?? {};
}

/** GitHub's own sentence: only looked at, never passed on. */
function textOf(error: unknown): string {
  const { response } = error as { response?: { data?: { message?: unknown } } };
  return String(response?.data?.message ?? "");
}
