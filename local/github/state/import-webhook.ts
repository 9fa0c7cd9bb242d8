import type { WebhookPayload } from "../../../core/deliveries/webhook.schema.ts";
import { isWebhookPayload } from "../../../core/generated/validators.mjs";
import { type ExistingComment, recordComment, recordReviewComment } from "./comments.ts";
import type { GitHubStore } from "./github-store.ts";
import type { Comment, Repository } from "./records.ts";

/**
 * Stores the repository, the pull request and the comment or review of a webhook that another sender delivered. What
 * the page or a later delivery has already stored stays unchanged. Sends no webhook.
 */
export function importWebhook(store: GitHubStore, event: string, payload: unknown): void {
  if (!isWebhookPayload(payload)) return;
  const number = (payload.issue ?? payload.pull_request)?.number;
  if (number === undefined) return;
  const repository = importRepository(store, payload);
  const pull = store.pull(repository, number);
  if (event === "pull_request_review") importReview(store, repository, pull.number, payload);
  if (event === "issue_comment") {
    importComment(store, repository, payload, repository.comments, (existing) =>
      recordComment(store, repository, { ...existing, number }),
    );
  }
  if (event === "pull_request_review_comment") {
    importComment(store, repository, payload, repository.reviewComments, (existing) =>
      recordReviewComment(store, repository, { ...existing, number }),
    );
  }
  store.changes.emitPageOnly();
}

function importRepository(store: GitHubStore, { repository: { id, full_name } }: WebhookPayload): Repository {
  const [owner = "", name = ""] = full_name.split("/");
  const known = store
    .repositories()
    .some(({ fullName }) => fullName.toLowerCase() === full_name.toLowerCase());
  const repository = store.repository(owner, name);
  if (!known) repository.id = id;
  return repository;
}

function importComment(
  store: GitHubStore,
  repository: Repository,
  { action, comment, sender }: WebhookPayload,
  comments: Map<number, Comment>,
  record: (existing: Omit<ExistingComment, "number">) => void,
): void {
  if (!comment || repository.deleted.has(comment.id)) return;
  const { id, body, created_at: createdAt, updated_at: updatedAt } = comment;
  const known = comments.get(id);
  if (action === "deleted") {
    repository.deleted.add(id);
    comments.delete(id);
  } else if (!known) {
    const author = store.user(comment.user?.login ?? sender.login);
    record({ id, author, body, createdAt, updatedAt });
  } else if (action === "edited" && Date.parse(updatedAt) > Date.parse(known.updatedAt)) {
    Object.assign(known, { body, updatedAt });
  }
}

/** A review has no time of its last edit, so the edit that arrives last wins. */
function importReview(
  store: GitHubStore,
  repository: Repository,
  number: number,
  { action, review, sender }: WebhookPayload,
): void {
  if (!review) return;
  const known = repository.reviews.get(review.id);
  const body = review.body ?? "";
  if (known && action === "edited") known.body = body;
  if (known) return;
  const pull = store.pull(repository, number);
  store.ids.reserve(review.id);
  repository.reviews.set(review.id, {
    id: review.id,
    number,
    author: store.user(review.user?.login ?? sender.login),
    body,
    state: "COMMENTED",
    commitId: pull.head.sha,
    submittedAt: review.submitted_at ?? pull.updatedAt,
  });
}
