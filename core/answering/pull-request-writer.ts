import { PermanentError } from "../errors.ts";
import type { CommandSource, PullRequestTarget } from "../github/pull-request.ts";
import type { Reaction } from "../jobs/status-comment.ts";

/** Where comments of a job are on its pull request. */
export interface CommentPlace extends PullRequestTarget {
  /** The first comment of a thread on the diff; null: the conversation. */
  thread: number | null;
}

export interface OwnComment {
  id: number;
  body: string;
}

interface OwnReaction {
  id: number;
  reaction: Reaction;
}

/** What a reaction replaces. */
interface PreviousReactions {
  /** The one that the job knows. */
  id: number;
  /** All kinds that the job may have added. */
  others: readonly Reaction[];
}

/**
 * Port: writes to GitHub as our App. Throws RetryableError when GitHub does not answer or limits requests; the comment
 * of `createComment` may nevertheless exist.
 */
export interface PullRequestWriter {
  /** Returns all comments of our App since that time, oldest first: in the conversation, or in all threads on the diff. */
  ownComments(place: CommentPlace, since: string): Promise<OwnComment[]>;
  /** Throws the error of `threadGone` if GitHub no longer accepts replies in the thread. */
  createComment(place: CommentPlace, body: string): Promise<number>;
  /** Returns false if the comment no longer exists. */
  updateComment(place: CommentPlace, id: number, body: string): Promise<boolean>;
  /** Ignores a comment that no longer exists. */
  deleteComment(place: CommentPlace, id: number): Promise<void>;
  /** Adds a reaction to the comment with the command. Returns its id; null where GitHub supports none (reviews). */
  react(target: PullRequestTarget, source: CommandSource, reaction: Reaction): Promise<number | null>;
  /** Adds a reaction and removes the previous ones, with one request if the comment's node ID is known. Returns as `react`. */
  replaceReaction(
    target: PullRequestTarget,
    source: CommandSource,
    reaction: Reaction,
    previous: PreviousReactions,
  ): Promise<number | null>;
  /** Returns our reactions on the comment with the command. */
  ownReactions(target: PullRequestTarget, source: CommandSource): Promise<OwnReaction[]>;
  unreact(target: PullRequestTarget, source: CommandSource, reactionId: number): Promise<void>;
}

const threadGoneCode = "thread_gone";

/** Returns the error for a reply in a thread whose first comment was deleted: nothing was posted. */
export function threadGone(cause: unknown): PermanentError {
  return new PermanentError(threadGoneCode, "The thread's first comment no longer exists", { cause });
}

export function isThreadGone(error: unknown): boolean {
  return error instanceof PermanentError && error.code === threadGoneCode;
}
