import type { Permission } from "./permission.ts";
import type {
  ChangedFile,
  CommandSource,
  PullRequest,
  PullRequestTarget,
  ThreadMessage,
} from "./pull-request.ts";

/** A comment or a review as it is on GitHub now. */
export interface LiveComment {
  /** Login; `ghost` when the account is deleted. */
  author: string;
  /** The author is a bot, whatever its login says. */
  bot?: true;
  body: string;
}

/**
 * Port: what is read of GitHub. Throws RetryableError when GitHub does not answer or limits us, PermanentError
 * when the pull request or the installation is not there.
 */
export interface RepositoryReader {
  pullRequest(target: PullRequestTarget): Promise<PullRequest>;
  /** The comment or review; null when GitHub knows none by that id on that pull request, any more or yet. */
  comment(target: PullRequestTarget, source: CommandSource): Promise<LiveComment | null>;
  /** The live permission of a person; `none` for somebody GitHub does not know there. */
  permissionOf(target: PullRequestTarget, login: string): Promise<Permission>;
  /** All changed files, up to GitHub's 3,000; `truncated` when there are more. */
  changedFiles(target: PullRequestTarget): Promise<{ files: ChangedFile[]; truncated: boolean }>;
  /** Every comment, review comment and text of a review, oldest first, all pages. */
  thread(target: PullRequestTarget): Promise<ThreadMessage[]>;
  /** The CODEOWNERS file of the base branch; null when there is none. */
  codeowners(target: PullRequestTarget, baseBranch: string): Promise<string | null>;
}

/** Returns a reader that reads one pull request only once, for several decisions at the same time. */
export function readPullOnce(reader: RepositoryReader): RepositoryReader {
  let pull: Promise<PullRequest> | null = null;
  return {
    ...reader,
    pullRequest(target) {
      pull ??= reader.pullRequest(target);
      return pull;
    },
  };
}
