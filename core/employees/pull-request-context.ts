import type { ExplainedComment, NothingExplained } from "../explain/explanation.ts";
import type { ChangedFile, ThreadMessage } from "../github/pull-request.ts";
import type { JobAction } from "../jobs/job.ts";
import type { PullRequestJob } from "../jobs/pull-request-jobs.ts";

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
  /** Action and result of a `/cancel` or `/retry`. */
  order?: JobAction;
  /** ISO 8601 UTC. */
  frozen_at: string;
}
