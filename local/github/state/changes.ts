import type {
  CheckRun,
  CheckSuite,
  Comment,
  PullRequest,
  Repository,
  Review,
  ReviewComment,
  User,
} from "./records.ts";

interface Subject {
  repository: Repository;
  pull: PullRequest;
  sender: User;
}

/** A change that GitHub reports to the App by webhook. */
export type WebhookChange = PullRequestChange | CheckChange;

/** A change of a check run or a check suite, which belong to a commit. */
type CheckChange = Omit<Subject, "pull"> &
  (
    | { event: "check_run"; action: "created" | "completed" | "rerequested"; run: CheckRun }
    | { event: "check_run"; action: "requested_action"; run: CheckRun; identifier: string }
    | { event: "check_suite"; action: "rerequested"; suite: CheckSuite }
  );

type PullRequestChange = Subject &
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

/** A change that only the page shows: of reactions, labels, checks, permissions or deliveries. */
export interface PageOnlyChange {
  event: "page_only";
}

export type Change = WebhookChange | PageOnlyChange;

export interface Changes {
  emit(change: WebhookChange): void;
  emitPageOnly(): void;
  /** Returns the function that ends the subscription. */
  subscribe(listener: (change: Change) => void): () => void;
}

export function createChanges(): Changes {
  const listeners = new Set<(change: Change) => void>();
  const emit = (change: Change): void => {
    for (const listener of listeners) listener(change);
  };
  return {
    emit,
    emitPageOnly: () => emit({ event: "page_only" }),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
