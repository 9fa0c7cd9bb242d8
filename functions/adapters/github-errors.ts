import { retryAfterMs } from "../core/circuit/retry-after.ts";
import type { Verdict } from "../core/circuit/verdict.ts";
import { AutomationError, PermanentError, RetryableError, UnclearError } from "../core/errors.ts";
import { type GitHubRefusal, kindOfRefusal, readRefusal } from "./github-refusals.ts";

/**
 * Turns Octokit's error into one of ours. The message holds the status only: GitHub's text may quote a comment. A key
 * that does not work is worth another try: an operator can fix it, and nothing should be given up until then. An
 * error that no request caused is a mistake of our own, and is returned as it is: the log then shows where it happened.
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
        "GitHub knows no such repository, pull request or comment",
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

/** The key cannot sign: an error of the cryptography, which may quote the key. */
export function unusableKey(cause: unknown): RetryableError {
  const message = "No request could be made: check the App's id and private key";
  return new RetryableError("github_client_failed", message, { cause });
}

/** GitHub's answer was cut off, or a proxy answered in its place. A write may have landed. */
export function unreadableAnswer(status: number): RetryableError {
  return new RetryableError("github_unreadable", `GitHub's answer is not readable (HTTP ${status})`);
}

/** The App has no installation that reaches the repository. */
export function notInstalled(): PermanentError {
  return new PermanentError("github_not_found", "The App is not installed on the repository");
}

/** Whether GitHub said that the thing is not there. */
export function isNotFound(error: unknown): boolean {
  const status = readRefusal(error)?.status;
  return status === 404 || status === 410;
}

/**
 * What Octokit's error says of GitHub. A secondary limit is one of all that the App does together, and lasts at least a
 * minute unless `retry-after` says how long. Without it an installation has used up its own requests until
 * `x-ratelimit-reset`.
 */
export function judgeGitHub(error: unknown, now: number): Verdict {
  if (!(error instanceof Error) || !("status" in error)) return { kind: "nothing" };
  const refusal = readRefusal(error);
  if (refusal === null) return { kind: "failure", reason: "github_unreachable" };
  const { status, headers } = refusal;
  switch (kindOfRefusal(refusal)) {
    case "secondary_limit": {
      const reason = status >= 500 ? "github_failed" : "github_rate_limited";
      return { kind: "limit", reason, waitMs: retryAfterMs(headers["retry-after"], now), everybody: true };
    }
    case "own_limit": {
      const leftMs = Number(headers["x-ratelimit-reset"] ?? Number.NaN) * 1_000 - now;
      // A clock that is off makes a time in the past of it.
      const waitMs = leftMs > 0 ? leftMs : null;
      return { kind: "limit", reason: "github_rate_limited", waitMs, everybody: false };
    }
    case "failure":
      return { kind: "failure", reason: "github_failed" };
    default:
      return { kind: "answer" };
  }
}
