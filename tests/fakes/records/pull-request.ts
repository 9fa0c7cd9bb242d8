import type { PullRequest, PullRequestTarget } from "../../../functions/core/github/pull-request.ts";

export const headSha = "5c1d7a0000000000000000000000000000000001";

export function aPullRequest(change: Partial<PullRequest> = {}): PullRequest {
  return {
    repo_id: 77,
    title: "Refund in the currency of the payment",
    body: "Closes the gap between the two ledgers.",
    author: "wendy",
    labels: [],
    base_branch: "main",
    base_sha: "0a0b0c0000000000000000000000000000000001",
    head_sha: headSha,
    from_fork: false,
    ...change,
  };
}

export function aTarget(change: Partial<PullRequestTarget> = {}): PullRequestTarget {
  return { repo: "octo-demo/payments", repo_id: 77, pr_number: 7, installation_id: 5, ...change };
}
