/** Where users write on a pull request, by GitHub's event type: the conversation, a line of the diff, a review. */
export const commentKinds = ["issue_comment", "pull_request_review_comment", "pull_request_review"] as const;

export type CommentKind = (typeof commentKinds)[number];

/** Login that GitHub shows for a deleted account. */
export const deletedUser = "ghost";

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

export interface CommandSource {
  kind: CommentKind;
  id: number;
  /** GitHub's own time: comments after it are looked through for our answer. */
  created_at: string;
}

export interface ChangedFile {
  path: string;
  previous_path: string | null;
  status: "added" | "modified" | "removed" | "renamed" | "copied" | "changed" | "unchanged";
  additions: number;
  deletions: number;
  /** Unified diff of this file; null for binary or too large files. */
  patch: string | null;
}

export interface ThreadMessage {
  /** Kind of comment; contexts of an earlier version have none and mean an `issue_comment`. */
  kind?: CommentKind;
  /** Of the comment; what was frozen before it was kept has none. */
  id?: number;
  author: string;
  /** The author is a bot, whatever its login says. */
  bot?: true;
  body: string;
  /** ISO 8601 UTC. */
  created_at: string;
  /** A dismissed review: its text stays visible but approves nothing. */
  dismissed?: true;
}
