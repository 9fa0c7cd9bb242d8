import type { ExplainedComment, NothingExplained } from "../explain/explanation.ts";
import type { ChangedFile, ThreadMessage } from "../github/pull-request.ts";
import type { JobAction } from "../jobs/job.ts";
import type { PullRequestJob } from "../jobs/pull-request-jobs.ts";

/** The pull request as an employee sees it, frozen when the job was accepted. Plain JSON. */
export interface PullRequestContext {
  version: 1;
  /** `owner/name`. */
  repo: string;
  pr_number: number;
  title: string;
  /** The description in Markdown; empty if there is none. */
  body: string;
  author: string;
  labels: string[];
  base_branch: string;
  base_sha: string;
  head_sha: string;
  files: ChangedFile[];
  /** Whether the pull request has more than the 3,000 files that GitHub lists. */
  files_truncated: boolean;
  /** The conversation up to the command, oldest first. */
  thread: ThreadMessage[];
  /** Other jobs of the pull request, newest first, for `/status`. */
  jobs?: PullRequestJob[];
  /** For `/explain`; null in contexts of an earlier version means that no comment was found. */
  explained?: ExplainedComment | NothingExplained | null;
  /** Action and result of a `/cancel` or `/retry`. */
  order?: JobAction;
  /** For `/help`: the App's login, `<slug>[bot]`. Missing in contexts of an earlier version. */
  app?: string;
  /** ISO 8601 UTC. */
  frozen_at: string;
}
