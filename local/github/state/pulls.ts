import type { GitHubStore } from "./github-store.ts";
import { commitSha } from "./ids.ts";
import type { PullRequest, Repository, Review, User } from "./records.ts";
import { timestamp, timestampAfter } from "./timestamps.ts";

/** Adds a commit with one more line in the first file, sends the webhook and returns the new head SHA. */
export function pushCommit(
  store: GitHubStore,
  repository: Repository,
  pull: PullRequest,
  sender: User,
): string {
  const before = pull.head.sha;
  const after = commitSha(before, pull.commits);
  const first = pull.files[0];
  if (first) {
    first.patch += `\n+// commit ${after.slice(0, 7)}`;
    first.additions += 1;
  }
  pull.head.sha = after;
  pull.commits += 1;
  pull.updatedAt = timestampAfter(pull.updatedAt);
  store.changes.emit({
    event: "pull_request",
    action: "synchronize",
    repository,
    pull,
    sender,
    before,
    after,
  });
  return after;
}

/** Opens or closes a pull request and sends the webhook if the state changes. */
export function setPullState(
  store: GitHubStore,
  repository: Repository,
  pull: PullRequest,
  state: PullRequest["state"],
  sender: User,
): void {
  if (pull.state === state) return;
  pull.state = state;
  pull.updatedAt = timestampAfter(pull.updatedAt);
  pull.closedAt = state === "closed" ? pull.updatedAt : null;
  const action = state === "closed" ? "closed" : "reopened";
  store.changes.emit({ event: "pull_request", action, repository, pull, sender });
}

/** Adds a review and sends its webhook. */
export function addReview(
  store: GitHubStore,
  repository: Repository,
  pull: PullRequest,
  fresh: Pick<Review, "author" | "body" | "state">,
): Review {
  const review: Review = {
    id: store.ids.next(),
    number: pull.number,
    ...fresh,
    commitId: pull.head.sha,
    submittedAt: timestamp(),
  };
  repository.reviews.set(review.id, review);
  store.changes.emit({
    event: "pull_request_review",
    action: "submitted",
    repository,
    pull,
    review,
    sender: review.author,
  });
  return review;
}

/** Dismisses a review, which keeps its text, and sends the webhook. */
export function dismissReview(
  store: GitHubStore,
  repository: Repository,
  pull: PullRequest,
  review: Review,
  sender: User,
): void {
  review.state = "DISMISSED";
  store.changes.emit({
    event: "pull_request_review",
    action: "dismissed",
    repository,
    pull,
    review,
    sender,
  });
}
