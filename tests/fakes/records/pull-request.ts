import type { CommentPlace } from "../../../core/answering/pull-request-writer.ts";
import type { PullRequest } from "../../../core/github/pull-request.ts";
import { stableId } from "../../../local/github/state/ids.ts";

export const headSha = "5c1d7a0000000000000000000000000000000001";

export function aPullRequest(change: Partial<PullRequest> = {}): PullRequest {
  return {
    repo_id: 77,
    repo: "octo-demo/payments",
    title: "Refund in the currency of the payment",
    body: "Closes the gap between the two ledgers.",
    author: "wendy",
    labels: [],
    base_branch: "main",
    base_sha: "0a0b0c0000000000000000000000000000000001",
    head_sha: headSha,
    from_fork: false,
    closed_at: null,
    ...change,
  };
}

/** `octo-demo/payments` has the ID 77; any other repository has the ID that the simulated GitHub gives it. */
export function aTarget(change: Partial<CommentPlace> = {}): CommentPlace {
  const { repo = "octo-demo/payments" } = change;
  const repo_id = repo === "octo-demo/payments" ? 77 : stableId(repo);
  return { repo, repo_id, pr_number: 7, installation_id: 5, thread: null, ...change };
}
