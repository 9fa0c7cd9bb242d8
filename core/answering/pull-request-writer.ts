import type { CommandSource, PullRequestTarget } from "../github/pull-request.ts";
import type { Reaction } from "../jobs/status-comment.ts";

export interface OwnComment {
  id: number;
  body: string;
}

interface OwnReaction {
  id: number;
  reaction: Reaction;
}

/**
 * Port: writes to GitHub as our App. Throws RetryableError when GitHub does not answer or limits requests; the comment
 * of `createComment` may nevertheless exist.
 */
export interface PullRequestWriter {
  /** Returns all comments of our App since that time, oldest first. */
  ownComments(target: PullRequestTarget, since: string): Promise<OwnComment[]>;
  createComment(target: PullRequestTarget, body: string): Promise<number>;
  /** Returns false if the comment no longer exists. */
  updateComment(target: PullRequestTarget, id: number, body: string): Promise<boolean>;
  /** Ignores a comment that no longer exists. */
  deleteComment(target: PullRequestTarget, id: number): Promise<void>;
  /** Adds a reaction to the comment with the command. Returns its id; null where GitHub supports none (reviews). */
  react(target: PullRequestTarget, source: CommandSource, reaction: Reaction): Promise<number | null>;
  /** Returns our reactions on the comment with the command. */
  ownReactions(target: PullRequestTarget, source: CommandSource): Promise<OwnReaction[]>;
  unreact(target: PullRequestTarget, source: CommandSource, reactionId: number): Promise<void>;
}
