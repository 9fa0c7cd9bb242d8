/** A repository as the App accesses it: by ID. */
export interface RepositoryTarget {
  /** `owner/name` when it was recorded, for display. */
  repo: string;
  repo_id: number;
  /** Null: looked up by the repository. */
  installation_id: number | null;
}

/** A pull request as the App accesses it. */
export interface PullRequestTarget extends RepositoryTarget {
  pr_number: number;
}

export interface PullRequest {
  /** Of the repository that it is in. */
  repo_id: number;
  /** `owner/name` as it is now. */
  repo: string;
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
