import type { Comment, PullRequest, Repository, Review, ReviewComment, User } from "./records.ts";

interface Subject {
  repository: Repository;
  pull: PullRequest;
  sender: User;
}

/** Everything that GitHub would tell the App by webhook. */
export type WebhookChange = Subject &
  (
    | { event: "issue_comment"; action: "created" | "deleted"; comment: Comment }
    | { event: "issue_comment"; action: "edited"; comment: Comment; previousBody: string }
    | { event: "pull_request_review_comment"; action: "created" | "deleted"; comment: ReviewComment }
    | {
        event: "pull_request_review_comment";
        action: "edited";
        comment: ReviewComment;
        previousBody: string;
      }
    | { event: "pull_request_review"; action: "submitted" | "dismissed"; review: Review }
    | { event: "pull_request"; action: "closed" | "reopened" }
    | { event: "pull_request"; action: "synchronize"; before: string; after: string }
  );

/** What no webhook tells, but the page shows: reactions, labels, checks, permissions, deliveries. */
export type QuietChange = { event: "quiet"; repository: Repository | null };

export type Change = WebhookChange | QuietChange;

export interface Changes {
  emit(change: Change): void;
  /** Returns the function that ends the subscription. */
  subscribe(listener: (change: Change) => void): () => void;
}

export function createChanges(): Changes {
  const listeners = new Set<(change: Change) => void>();
  return {
    emit(change) {
      for (const listener of listeners) listener(change);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
