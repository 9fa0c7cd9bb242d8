/** Where users write on a pull request, by GitHub's event type: the conversation, a line of the diff, a review. */
export const commentKinds = ["issue_comment", "pull_request_review_comment", "pull_request_review"] as const;

export type CommentKind = (typeof commentKinds)[number];

/** Where commands come from, by GitHub's event type: comments, and the buttons of check runs. */
export const sourceKinds = [...commentKinds, "check_run", "check_suite"] as const;

type SourceKind = (typeof sourceKinds)[number];

/** Login that GitHub shows for a deleted account. */
export const deletedUser = "ghost";

/** A repository as the App accesses it: by ID. */
export interface RepositoryTarget {
  /** `owner/name` when it was recorded, for display. */
  repo: string;
  repo_id: number;
  /** GraphQL's ID of the repository, as the payload named it: unproven until `repo_id` confirms it. Missing in earlier versions. */
  repo_node_id?: string;
  /** Null if it must be looked up by the repository. */
  installation_id: number | null;
}

/** A pull request as the App accesses it. */
export interface PullRequestTarget extends RepositoryTarget {
  pr_number: number;
}

export interface PullRequest {
  /** ID of the base repository. */
  repo_id: number;
  /** Current `owner/name`. */
  repo: string;
  title: string;
  body: string;
  author: string;
  labels: string[];
  base_branch: string;
  base_sha: string;
  head_sha: string;
  /** The head is in another repository, so its author may have no permission in this one. */
  from_fork: boolean;
  /** ISO 8601 UTC; null while it is open. */
  closed_at: string | null;
}

export interface CommandSource {
  kind: SourceKind;
  /** ID of the comment, the review, the check run or the check suite. */
  id: number;
  /** GraphQL's ID of the comment or review, as the payload named it. Missing for clicks and in jobs of earlier versions. */
  node_id?: string;
  /** GitHub's time, ISO 8601 UTC. Our answer is searched among later comments. */
  created_at: string;
  /** For a comment on the diff: the first comment of its thread, where it is answered. Missing in jobs of earlier versions. */
  thread?: number;
}

export type CommentSource = CommandSource & { kind: CommentKind };

/** Returns whether a command was written in a comment or a review, not given with a button. */
export function isComment(source: CommandSource): source is CommentSource {
  return commentKinds.some((kind) => kind === source.kind);
}

export interface ChangedFile {
  path: string;
  previous_path: string | null;
  status: "added" | "modified" | "removed" | "renamed" | "copied" | "changed" | "unchanged";
  additions: number;
  deletions: number;
  /** Unified diff of this file; null for binary or very large files. */
  patch: string | null;
}

export interface ThreadMessage {
  /** Contexts frozen by an earlier version have none: it is an `issue_comment`. */
  kind?: CommentKind;
  /** ID of the comment; contexts frozen by an earlier version have none. */
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
