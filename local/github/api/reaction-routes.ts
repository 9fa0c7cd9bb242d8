import type { GitHubStore } from "../state/github-store.ts";
import { addReaction, reactionContents } from "../state/reactions.ts";
import { requireWrite } from "./access.ts";
import type { ApiContext } from "./context.ts";
import {
  type ApiHandler,
  type ApiHandlers,
  type ApiRequest,
  created,
  noContent,
  numberParam,
  ok,
  textField,
} from "./exchange.ts";
import { notAccessible, notFound, validationFailed } from "./github-error.ts";
import { paged } from "./paging.ts";
import { presentReaction } from "./present-comment.ts";
import { authorOf, type CommentTarget, commentOf, reviewCommentOf } from "./request-records.ts";

type FindComment = (store: GitHubStore, request: ApiRequest) => CommentTarget;

/** Reactions to issue comments and to review comments. */
export function reactionRoutes({ store, base }: ApiContext): ApiHandlers {
  const create =
    (find: FindComment, ...permissions: string[]): ApiHandler =>
    (request) => {
      const { repository, comment } = find(store, request);
      requireWrite(request, repository, ...permissions);
      const content = reactionContents.find((known) => known === textField(request, "content"));
      if (!content) throw validationFailed("Reaction", "content", "invalid");
      const added = addReaction(store, comment, authorOf(store, request), content);
      store.changes.emitPageOnly();
      const body = presentReaction(base(), added.reaction);
      return added.created ? created(body) : ok(body);
    };

  const list =
    (find: FindComment): ApiHandler =>
    (request) => {
      const content = request.query.get("content");
      const reactions = [...find(store, request).comment.reactions.values()];
      const wanted = reactions.filter((reaction) => !content || reaction.content === content);
      return paged(request, base(), wanted, (reaction) => presentReaction(base(), reaction));
    };

  const remove =
    (find: FindComment, ...permissions: string[]): ApiHandler =>
    (request) => {
      const { repository, comment } = find(store, request);
      requireWrite(request, repository, ...permissions);
      const reaction = comment.reactions.get(numberParam(request, "reaction_id"));
      if (!reaction) throw notFound();
      if (reaction.user !== authorOf(store, request)) throw notAccessible();
      comment.reactions.delete(reaction.id);
      store.changes.emitPageOnly();
      return noContent();
    };

  return {
    "reactions/create-for-issue-comment": create(commentOf, "issues", "pull_requests"),
    "reactions/list-for-issue-comment": list(commentOf),
    "reactions/delete-for-issue-comment": remove(commentOf, "issues", "pull_requests"),
    "reactions/create-for-pull-request-review-comment": create(reviewCommentOf, "pull_requests"),
    "reactions/list-for-pull-request-review-comment": list(reviewCommentOf),
    "reactions/delete-for-pull-request-comment": remove(reviewCommentOf, "pull_requests"),
  };
}
