import type { Verdict } from "../../core/circuit/apply-verdict.ts";
import { retryAfterMs } from "../../core/circuit/retry-after.ts";
import { AutomationError, PermanentError, RetryableError, UnclearError } from "../../core/errors.ts";
import { type GitHubRefusal, kindOfRefusal, readRefusal } from "./refusals.ts";

/**
 * Turns Octokit's error into one of ours. The message has only the status, because GitHub's text may quote a comment.
 * An invalid key is retryable: an operator can fix it, and no work should be given up until then. An error that no
 * request caused is a fault of our own code and is returned unchanged, so that the log shows where it happened.
 */
export function githubError(error: unknown): unknown {
  if (error instanceof AutomationError || !(error instanceof Error) || !("status" in error)) return error;
  const cause = { cause: error };
  const refusal = readRefusal(error);
  if (refusal === null) return new RetryableError("github_unreachable", "GitHub did not answer", cause);
  return errorOf(refusal, cause);
}

function errorOf(refusal: GitHubRefusal, cause: ErrorOptions): AutomationError {
  const answered = `(HTTP ${refusal.status})`;
  switch (kindOfRefusal(refusal)) {
    case "secondary_limit":
    case "own_limit":
      return new RetryableError("github_rate_limited", `GitHub limits our requests ${answered}`, cause);
    case "failure":
      return new RetryableError("github_failed", `GitHub failed ${answered}`, cause);
    case "transient":
      return new RetryableError("github_not_ready", `GitHub cannot do this now ${answered}`, cause);
    case "credential":
      return new RetryableError(
        "github_refused_key",
        `GitHub refused the App's private key ${answered}`,
        cause,
      );
    case "not_found":
      return new PermanentError(
        "github_not_found",
        "GitHub does not find the repository, pull request or comment",
        cause,
      );
    case "permanent":
      return new PermanentError(...refusedBy(refusal), cause);
    case "unknown":
      return new UnclearError(...refusedBy(refusal), cause);
  }
}

function refusedBy({ status }: GitHubRefusal): [code: string, message: string] {
  return status === 403
    ? ["github_refused", "GitHub refused the App (HTTP 403): check its permissions on this repository"]
    : ["github_rejected", `GitHub rejected the request (HTTP ${status})`];
}

/** Returns the error for a private key that cannot sign. Its message leaves out the cause's, which may quote the key. */
export function unusableKey(cause: unknown): RetryableError {
  const message = "Cannot sign requests: check the App's ID and private key";
  return new RetryableError("github_client_failed", message, { cause });
}

/** Returns the error for a response that was cut off or came from a proxy. A write may have landed. */
export function unreadableResponse(status: number): RetryableError {
  return new RetryableError("github_unreadable", `GitHub's response is unreadable (HTTP ${status})`);
}

/** Returns the error for a repository on which the App is not installed. */
export function notInstalled(): PermanentError {
  return new PermanentError("github_not_found", "The App is not installed on the repository");
}

/** Returns whether GitHub found the request's content invalid, such as a reply to a comment that is gone. */
export function isUnprocessable(error: unknown): boolean {
  const refusal = readRefusal(error);
  return refusal?.status === 422 && ["permanent", "unknown"].includes(kindOfRefusal(refusal));
}

/** Returns whether GitHub said that the resource does not exist. */
export function isNotFound(error: unknown): boolean {
  const status = readRefusal(error)?.status;
  return status === 404 || status === 410;
}

/** Returns false if GitHub does not find the resource. */
export async function exists(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}

/**
 * Returns what Octokit's error shows about GitHub. A secondary limit applies to the whole App and lasts at
 * least a minute unless `retry-after` gives a time. Otherwise an installation has used up its own requests until
 * `x-ratelimit-reset`.
 */
export function classifyGitHubError(error: unknown, now: number): Verdict {
  if (!(error instanceof Error) || !("status" in error)) return { kind: "nothing" };
  const refusal = readRefusal(error);
  if (refusal === null) return { kind: "failure", reason: "github_unreachable" };
  const { status, headers } = refusal;
  switch (kindOfRefusal(refusal)) {
    case "secondary_limit": {
      const reason = status >= 500 ? "github_failed" : "github_rate_limited";
      return { kind: "limit", reason, waitMs: retryAfterMs(headers["retry-after"], now), allCallers: true };
    }
    case "own_limit": {
      const leftMs = Number(headers["x-ratelimit-reset"] ?? Number.NaN) * 1_000 - now;
      // With a wrong clock this is a time in the past.
      const waitMs = leftMs > 0 ? leftMs : null;
      return { kind: "limit", reason: "github_rate_limited", waitMs, allCallers: false };
    }
    case "failure":
      return { kind: "failure", reason: "github_failed" };
    default:
      return { kind: "answer" };
  }
}
