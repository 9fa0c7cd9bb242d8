import type { ExplainedComment, NothingExplained } from "../explain/explanation.ts";
import type { CommentKind } from "../github/comment-kinds.ts";
import type { JobOrder } from "../jobs/job.ts";
import type { PullRequestJob } from "./pull-request-jobs.ts";

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
  /** What else was asked for, newest first: for the built-in employee that tells of it. */
  jobs?: PullRequestJob[];
  /** Why a comment triggered something or did not, for `/explain`; null in contexts of an earlier version: no comment. */
  explained?: ExplainedComment | NothingExplained | null;
  /** How it went what a person asked to be done to another job. */
  order?: JobOrder;
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
