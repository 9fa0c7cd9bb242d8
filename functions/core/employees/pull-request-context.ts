/** What an employee sees of a pull request, frozen when the job was accepted. All plain JSON. */
export interface PullRequestContext {
  version: 1;
  /** `owner/name`. */
  repo: string;
  pr_number: number;
  title: string;
  /** The description, Markdown; empty when there is none. */
  body: string;
  author: string;
  labels: string[];
  base_branch: string;
  base_sha: string;
  head_sha: string;
  files: ChangedFile[];
  /** GitHub lists at most 3,000 files; true when there are more. */
  files_truncated: boolean;
  /** The conversation up to the command, oldest first. */
  thread: ThreadMessage[];
  /** ISO 8601 UTC. */
  frozen_at: string;
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
  author: string;
  body: string;
  /** ISO 8601 UTC. */
  created_at: string;
}
