import type { WebhookPayload } from "../../../core/deliveries/webhook.schema.ts";
import { isWebhookPayload } from "../../../core/generated/validators.mjs";
import { placeComment, placeReviewComment, type SeenComment } from "./comments.ts";
import type { Comment, Repository } from "./records.ts";
import type { World } from "./world.ts";

/**
 * Takes over what a webhook says that somebody else has delivered: its repository, its pull request, and its comment or
 * review as it is after it. What is known already, from the page or from a later delivery, stays as it is. Nobody is
 * told.
 */
export function learnDelivery(world: World, event: string, payload: unknown): void {
  if (!isWebhookPayload(payload)) return;
  const number = (payload.issue ?? payload.pull_request)?.number;
  if (number === undefined) return;
  const repository = learnRepository(world, payload);
  const pull = world.pull(repository, number);
  if (event === "pull_request_review") learnReview(world, repository, pull.number, payload);
  if (event === "issue_comment") {
    learnComment(world, repository, payload, repository.comments, (seen) =>
      placeComment(world, repository, { ...seen, number }),
    );
  }
  if (event === "pull_request_review_comment") {
    learnComment(world, repository, payload, repository.reviewComments, (seen) =>
      placeReviewComment(world, repository, { ...seen, number }),
    );
  }
  world.changes.emit({ event: "quiet", repository });
}

function learnRepository(world: World, { repository: { id, full_name } }: WebhookPayload): Repository {
  const [owner = "", name = ""] = full_name.split("/");
  const known = world
    .repositories()
    .some(({ fullName }) => fullName.toLowerCase() === full_name.toLowerCase());
  const repository = world.repository(owner, name);
  if (!known) repository.id = id;
  return repository;
}

function learnComment(
  world: World,
  repository: Repository,
  { action, comment, sender }: WebhookPayload,
  comments: Map<number, Comment>,
  place: (seen: Omit<SeenComment, "number">) => void,
): void {
  if (!comment || repository.deleted.has(comment.id)) return;
  const { id, body, created_at: createdAt, updated_at: updatedAt } = comment;
  const known = comments.get(id);
  if (action === "deleted") {
    repository.deleted.add(id);
    comments.delete(id);
  } else if (!known) {
    const author = world.user(comment.user?.login ?? sender.login);
    place({ id, author, body, createdAt, updatedAt });
  } else if (action === "edited" && Date.parse(updatedAt) > Date.parse(known.updatedAt)) {
    Object.assign(known, { body, updatedAt });
  }
}

/** A review has no time of its last edit: the edit that comes last is the one that counts. */
function learnReview(
  world: World,
  repository: Repository,
  number: number,
  { action, review, sender }: WebhookPayload,
): void {
  if (!review) return;
  const known = repository.reviews.get(review.id);
  const body = review.body ?? "";
  if (known && action === "edited") known.body = body;
  if (known) return;
  const pull = world.pull(repository, number);
  world.ids.seen(review.id);
  repository.reviews.set(review.id, {
    id: review.id,
    number,
    author: world.user(review.user?.login ?? sender.login),
    body,
    state: "COMMENTED",
    commitId: pull.head.sha,
    submittedAt: review.submitted_at ?? pull.updatedAt,
  });
}
