import { addReviewComment, deleteComment, editComment, findReviewComment } from "../state/comments.ts";
import { addReview, dismissReview } from "../state/pulls.ts";
import type { PullRequest, Repository, Review, ReviewComment } from "../state/records.ts";
import { requireOwnComment, requireWrite } from "./access.ts";
import { commentBody, sortedComments } from "./comment-lists.ts";
import type { ApiContext } from "./context.ts";
import {
  type ApiHandlers,
  type ApiRequest,
  authorOf,
  created,
  noContent,
  numberParam,
  ok,
  repositoryOf,
  textField,
} from "./exchange.ts";
import { notFound, validationFailed } from "./github-error.ts";
import { paged } from "./paging.ts";
import { presentReview, presentReviewComment } from "./present-comment.ts";

const reviewStates: Record<string, Review["state"]> = {
  APPROVE: "APPROVED",
  REQUEST_CHANGES: "CHANGES_REQUESTED",
  COMMENT: "COMMENTED",
};

/** Reviews, and comments on lines of the diff. */
export function reviewRoutes({ store, base }: ApiContext): ApiHandlers {
  function subject(request: ApiRequest): { repository: Repository; pull: PullRequest } {
    const repository = repositoryOf(store, request);
    return { repository, pull: store.pull(repository, numberParam(request, "pull_number")) };
  }

  function existing(request: ApiRequest): { repository: Repository; comment: ReviewComment } {
    const repository = repositoryOf(store, request);
    const comment = findReviewComment(store, repository, numberParam(request, "comment_id"));
    if (!comment) throw notFound();
    return { repository, comment };
  }

  function existingReview(request: ApiRequest) {
    const { repository, pull } = subject(request);
    const review = repository.reviews.get(numberParam(request, "review_id"));
    if (review?.number !== pull.number) throw notFound();
    return { repository, pull, review };
  }

  const inPull =
    ({ number }: PullRequest) =>
    (item: { number: number }) =>
      item.number === number;

  function create(request: ApiRequest, place: Pick<ReviewComment, "path" | "line" | "inReplyTo">) {
    const { repository, pull } = subject(request);
    requireWrite(request, repository, "pull_requests");
    const comment = addReviewComment(store, repository, {
      ...place,
      number: pull.number,
      author: authorOf(store, request),
      body: commentBody(request, "PullRequestReviewComment"),
      viaApp: request.caller.kind === "installation",
      commitId: textField(request, "commit_id") || pull.head.sha,
      reviewId: null,
    });
    return created(presentReviewComment(base(), repository, comment));
  }

  return {
    "pulls/list-review-comments": (request) => {
      const { repository, pull } = subject(request);
      const comments = sortedComments(repository.reviewComments, request).filter(inPull(pull));
      return paged(request, base(), comments, (comment) => presentReviewComment(base(), repository, comment));
    },

    "pulls/create-review-comment": (request) => {
      const inReplyTo = Number(request.body.in_reply_to) || null;
      const path = textField(request, "path");
      if (!path) throw validationFailed("PullRequestReviewComment", "path", "missing_field");
      return create(request, { path, line: Number(request.body.line ?? 1), inReplyTo });
    },

    "pulls/create-reply-for-review-comment": (request) => {
      const { comment } = existing(request);
      return create(request, { path: comment.path, line: comment.line, inReplyTo: comment.id });
    },

    "pulls/get-review-comment": (request) => {
      const { repository, comment } = existing(request);
      return ok(presentReviewComment(base(), repository, comment));
    },

    "pulls/update-review-comment": (request) => {
      const { repository, comment } = existing(request);
      requireWrite(request, repository, "pull_requests");
      requireOwnComment(request, repository, comment);
      const body = commentBody(request, "PullRequestReviewComment");
      editComment(store, repository, comment, body, authorOf(store, request));
      return ok(presentReviewComment(base(), repository, comment));
    },

    "pulls/delete-review-comment": (request) => {
      const { repository, comment } = existing(request);
      requireWrite(request, repository, "pull_requests");
      requireOwnComment(request, repository, comment);
      deleteComment(store, repository, comment, authorOf(store, request));
      return noContent();
    },

    "pulls/list-reviews": (request) => {
      const { repository, pull } = subject(request);
      const reviews = [...repository.reviews.values()].filter(inPull(pull));
      return paged(request, base(), reviews, (review) => presentReview(base(), repository, review));
    },

    "pulls/get-review": (request) => {
      const { repository, review } = existingReview(request);
      return ok(presentReview(base(), repository, review));
    },

    "pulls/dismiss-review": (request) => {
      const { repository, pull, review } = existingReview(request);
      requireWrite(request, repository, "pull_requests");
      // GitHub does not dismiss a review that neither approves nor requests changes.
      if (review.state === "COMMENTED" || review.state === "DISMISSED") {
        throw validationFailed("PullRequestReview", "state", "invalid");
      }
      dismissReview(store, repository, pull, review, authorOf(store, request));
      return ok(presentReview(base(), repository, review));
    },

    "pulls/create-review": (request) => {
      const { repository, pull } = subject(request);
      requireWrite(request, repository, "pull_requests");
      const state = reviewStates[textField(request, "event") || "COMMENT"];
      if (!state) throw validationFailed("PullRequestReview", "event", "invalid");
      const author = authorOf(store, request);
      const review = addReview(store, repository, pull, { author, body: textField(request, "body"), state });
      return ok(presentReview(base(), repository, review));
    },
  };
}
