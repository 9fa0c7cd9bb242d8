import { RetryableError } from "../core/errors.ts";

/** Nobody waits for the answer, but a request has to end. */
const timeoutMs = 8_000;

/** What GitHub says of itself to everybody: https://docs.github.com/en/rest/meta/meta */
export function createGitHubMeta(apiUrl: string, waitMs = timeoutMs) {
  return async function readGitHubMeta(): Promise<unknown> {
    try {
      const response = await fetch(`${apiUrl}/meta`, {
        headers: { accept: "application/vnd.github+json", "user-agent": "pr-comment-automation" },
        signal: AbortSignal.timeout(waitMs),
      });
      if (response.ok) return await response.json();
      throw new Error(`HTTP ${response.status}`);
    } catch (error) {
      throw new RetryableError("github_meta_unavailable", "GitHub did not answer /meta", { cause: error });
    }
  };
}
