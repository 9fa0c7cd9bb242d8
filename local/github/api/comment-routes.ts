import { addComment } from "../state/comments.ts";
import type { Comment, Repository } from "../state/records.ts";
import { requireWrite } from "./access.ts";
import { type CommentKind, commentBody, commentHandlers, sortedComments } from "./comment-requests.ts";
import type { ApiContext } from "./context.ts";
import { type ApiHandlers, created } from "./exchange.ts";
import { paged } from "./paging.ts";
import { presentComment } from "./present-comment.ts";
import { authorOf, commentOf, pullOf, repositoryOf } from "./request-records.ts";

const issueComment: CommentKind = { resource: "IssueComment", permissions: ["issues", "pull_requests"] };

/** Comments in a pull request's conversation, which GitHub serves as issue comments. */
export function commentRoutes({ store, app, base }: ApiContext): ApiHandlers {
  const present = (repository: Repository, comment: Comment) =>
    presentComment(base(), app, repository, comment);
  const one = commentHandlers(store, issueComment, commentOf, present);

  return {
    "issues/list-comments": (request) => {
      const { repository, pull } = pullOf(store, request);
      const inThread = sortedComments(repository.comments, request).filter(
        ({ number }) => number === pull.number,
      );
      return paged(request, base(), inThread, (comment) => present(repository, comment));
    },

    "issues/list-comments-for-repo": (request) => {
      const repository = repositoryOf(store, request);
      const comments = sortedComments(repository.comments, request);
      return paged(request, base(), comments, (comment) => present(repository, comment));
    },

    "issues/create-comment": (request) => {
      const { repository, pull } = pullOf(store, request);
      requireWrite(request, repository, ...issueComment.permissions);
      const comment = addComment(store, repository, {
        number: pull.number,
        author: authorOf(store, request),
        body: commentBody(request, issueComment),
        viaApp: request.caller.kind === "installation",
      });
      const body = present(repository, comment);
      return { ...created(body), headers: { location: body.url } };
    },

    "issues/get-comment": one.get,
    "issues/update-comment": one.update,
    "issues/delete-comment": one.remove,
  };
}
