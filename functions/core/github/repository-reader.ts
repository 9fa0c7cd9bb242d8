import type { ChangedFile, ThreadMessage } from "../employees/pull-request-context.ts";
import type { Permission } from "../roster/permission.ts";
import type { PullRequest, PullRequestTarget } from "./pull-request.ts";

/**
 * Port: what is read of GitHub. Throws RetryableError when GitHub does not answer or limits us, PermanentError
 * when the pull request or the installation is not there.
 */
export interface RepositoryReader {
  pullRequest(target: PullRequestTarget): Promise<PullRequest>;
  /** The live permission of a person; `none` for somebody GitHub does not know there. */
  permissionOf(target: PullRequestTarget, login: string): Promise<Permission>;
  /** All changed files, up to GitHub's 3,000; `truncated` when there are more. */
  changedFiles(target: PullRequestTarget): Promise<{ files: ChangedFile[]; truncated: boolean }>;
  /** The conversation, oldest first, all pages. */
  thread(target: PullRequestTarget): Promise<ThreadMessage[]>;
  /** The CODEOWNERS file of the base branch; null when there is none. */
  codeowners(target: PullRequestTarget, baseBranch: string): Promise<string | null>;
}
