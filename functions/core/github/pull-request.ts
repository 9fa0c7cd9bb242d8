/** A pull request as the App reaches it. */
export interface PullRequestTarget {
  /** `owner/name`. */
  repo: string;
  repo_id: number;
  pr_number: number;
  /** Null: looked up by the repository. */
  installation_id: number | null;
}

export interface PullRequest {
  /** Of the repository that it is in. */
  repo_id: number;
  title: string;
  body: string;
  author: string;
  labels: string[];
  base_branch: string;
  base_sha: string;
  head_sha: string;
  /** The head is in another repository, so whoever wrote it may have no rights here. */
  from_fork: boolean;
}
