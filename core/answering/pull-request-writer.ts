import type { CommandSource, PullRequestTarget } from "../github/pull-request.ts";
import type { Reaction } from "../jobs/status-comment.ts";

export interface OwnComment {
  id: number;
  body: string;
}

export interface OwnReaction {
  id: number;
  reaction: Reaction;
}

/**
 * Port: what is written to GitHub, as our App. Throws RetryableError when GitHub does not answer or limits us;
 * for `createComment` the comment may have been made all the same.
 */
export interface PullRequestWriter {
  /** The comments that GitHub says our App made since that time, oldest first, all pages. */
  ownComments(target: PullRequestTarget, since: string): Promise<OwnComment[]>;
  createComment(target: PullRequestTarget, body: string): Promise<number>;
  /** False when the comment is not there any more. */
  updateComment(target: PullRequestTarget, id: number, body: string): Promise<boolean>;
  /** A comment that is not there any more is as good as deleted. */
  deleteComment(target: PullRequestTarget, id: number): Promise<void>;
  /** Our reaction on the comment that gave the command; null where GitHub knows no reactions (reviews). */
  react(target: PullRequestTarget, source: CommandSource, reaction: Reaction): Promise<number | null>;
  /** Our reactions on it, of the kinds that we make. */
  ownReactions(target: PullRequestTarget, source: CommandSource): Promise<OwnReaction[]>;
  unreact(target: PullRequestTarget, source: CommandSource, reactionId: number): Promise<void>;
}
