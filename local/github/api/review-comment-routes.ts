import { addReviewComment } from "../state/comments.ts";
import type { Repository, ReviewComment } from "../state/records.ts";
import { requireWrite } from "./access.ts";
import { type CommentKind, commentBody, commentHandlers, sortedComments } from "./comment-requests.ts";
import type { ApiContext } from "./context.ts";
import { type ApiHandlers, type ApiRequest, type ApiResponse, created, textField } from "./exchange.ts";
import { notFound, validationFailed } from "./github-error.ts";
import { paged } from "./paging.ts";
import { presentReviewComment } from "./present-comment.ts";
import { authorOf, pullOf, reviewCommentOf } from "./request-records.ts";

const reviewComment: CommentKind = { resource: "PullRequestReviewComment", permissions: ["pull_requests"] };

/** Comments on lines of the diff. */
export function reviewCommentRoutes({ store, base }: ApiContext): ApiHandlers {
  const present = (repository: Repository, comment: ReviewComment) =>
    presentReviewComment(base(), repository, comment);
  const one = commentHandlers(store, reviewComment, reviewCommentOf, present);

  function create(
    request: ApiRequest,
    place: Pick<ReviewComment, "path" | "line" | "inReplyTo">,
  ): ApiResponse {
    const { repository, pull } = pullOf(store, request);
    requireWrite(request, repository, ...reviewComment.permissions);
    const comment = addReviewComment(store, repository, {
      ...place,
      number: pull.number,
      author: authorOf(store, request),
      body: commentBody(request, reviewComment),
      viaApp: request.caller.kind === "installation",
      commitId: textField(request, "commit_id") || pull.head.sha,
    });
    return created(present(repository, comment));
  }

  return {
    "pulls/list-review-comments": (request) => {
      const { repository, pull } = pullOf(store, request);
      const comments = sortedComments(repository.reviewComments, request).filter(
        ({ number }) => number === pull.number,
      );
      return paged(request, base(), comments, (comment) => present(repository, comment));
    },

    "pulls/create-review-comment": (request) => {
      const inReplyTo = Number(request.body.in_reply_to) || null;
      const path = textField(request, "path");
      if (!path) throw validationFailed(reviewComment.resource, "path", "missing_field");
      return create(request, { path, line: Number(request.body.line ?? 1), inReplyTo });
    },

    "pulls/create-reply-for-review-comment": (request) => {
      const { number } = pullOf(store, request).pull;
      const { comment } = reviewCommentOf(store, request);
      if (comment.number !== number) throw notFound();
      const { path, line, id, inReplyTo } = comment;
      // GitHub: "replies to replies are not supported".
      if (inReplyTo !== null) throw validationFailed(reviewComment.resource, "in_reply_to", "invalid");
      return create(request, { path, line, inReplyTo: id });
    },

    "pulls/get-review-comment": one.get,
    "pulls/update-review-comment": one.update,
    "pulls/delete-review-comment": one.remove,
  };
}
