import type { Permission } from "./permission.ts";
import type {
  ChangedFile,
  CommentSource,
  PullRequest,
  PullRequestTarget,
  ThreadMessage,
} from "./pull-request.ts";

/** The current state of a comment or a review on GitHub. */
export interface LiveComment {
  /** Login; `ghost` for a deleted account. */
  author: string;
  /** The author is a bot, whatever its login says. */
  bot?: true;
  body: string;
}

/** What is read beside the pull request. */
export interface StandingQuestion {
  login?: string | null;
  comment?: CommentSource | null;
  /** Whether the conversation is read too. */
  thread?: boolean;
}

/** What decides whether a command may run, as GitHub showed it at one moment. */
export interface Standing {
  pull: PullRequest;
  /** As `permissionOf` returns it; null if no login was asked for. */
  held: Permission | null;
  /** As `comment` returns it; undefined if no comment was asked for. */
  comment?: LiveComment | null;
  /** As `thread` returns it; undefined if it was not asked for. */
  thread?: ThreadMessage[];
}

/**
 * Port: reads from GitHub. Throws RetryableError if GitHub does not answer or limits the rate, PermanentError if the pull
 * request or the installation does not exist.
 */
export interface RepositoryReader {
  /** Returns the login that the App comments with, `<slug>[bot]`. Asks GitHub once. */
  appLogin(): Promise<string>;
  pullRequest(target: PullRequestTarget): Promise<PullRequest>;
  /** Returns the comment or review; null if GitHub has none with this ID on the pull request (deleted or not visible yet). */
  comment(target: PullRequestTarget, source: CommentSource): Promise<LiveComment | null>;
  /** Returns a user's current permission; `none` for an account that GitHub does not know in the repository. */
  permissionOf(target: PullRequestTarget, login: string): Promise<Permission>;
  /** Returns what the other methods return, with one request if the node IDs are known. */
  standing(target: PullRequestTarget, question: StandingQuestion): Promise<Standing>;
  /** Returns all changed files, up to GitHub's limit of 3,000; `truncated` if there are more. */
  changedFiles(target: PullRequestTarget): Promise<{ files: ChangedFile[]; truncated: boolean }>;
  /** Returns all comments, review comments and review texts, oldest first. */
  thread(target: PullRequestTarget): Promise<ThreadMessage[]>;
  /** Returns the CODEOWNERS file of the base branch; null if there is none. */
  codeowners(target: PullRequestTarget, baseBranch: string): Promise<string | null>;
}

/** Reads a standing with one request for each part. */
export async function standingByParts(
  reader: StandingParts,
  target: PullRequestTarget,
  { login = null, comment = null, thread = false }: StandingQuestion,
): Promise<Standing> {
  const [pull, held, live, messages] = await Promise.all([
    reader.pullRequest(target),
    login === null ? null : reader.permissionOf(target, login),
    comment === null ? null : reader.comment(target, comment),
    thread ? reader.thread(target) : undefined,
  ]);
  return { pull, held, ...(comment !== null && { comment: live }), ...(messages && { thread: messages }) };
}

export type StandingParts = Pick<RepositoryReader, "pullRequest" | "permissionOf" | "comment" | "thread">;
