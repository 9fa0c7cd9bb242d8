import { findComment, findReviewComment } from "../state/comments.ts";
import { addReaction, reactionContents } from "../state/reactions.ts";
import type { Comment, Repository } from "../state/records.ts";
import { requireWrite } from "./access.ts";
import type { ApiContext } from "./context.ts";
import {
  type ApiHandler,
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
import { notAccessible, notFound, validationFailed } from "./github-error.ts";
import { paged } from "./paging.ts";
import { presentReaction } from "./present-comment.ts";

type Find = (request: ApiRequest) => { repository: Repository; comment: Comment };

/** Reactions on comments of the conversation and of the diff. */
export function reactionRoutes({ store, base }: ApiContext): ApiHandlers {
  const finder =
    (find: typeof findComment | typeof findReviewComment): Find =>
    (request) => {
      const repository = repositoryOf(store, request);
      const comment = find(store, repository, numberParam(request, "comment_id"));
      if (!comment) throw notFound();
      return { repository, comment };
    };

  const create =
    (find: Find, ...permissions: string[]): ApiHandler =>
    (request) => {
      const { repository, comment } = find(request);
      requireWrite(request, repository, ...permissions);
      const content = reactionContents.find((known) => known === textField(request, "content"));
      if (!content) throw validationFailed("Reaction", "content", "invalid");
      const added = addReaction(store, comment, authorOf(store, request), content);
      store.changes.emitPageOnly();
      const answer = presentReaction(base(), added.reaction);
      return added.created ? created(answer) : ok(answer);
    };

  const list =
    (find: Find): ApiHandler =>
    (request) => {
      const content = request.query.get("content");
      const reactions = [...find(request).comment.reactions.values()];
      const wanted = reactions.filter((reaction) => !content || reaction.content === content);
      return paged(request, base(), wanted, (reaction) => presentReaction(base(), reaction));
    };

  const remove =
    (find: Find, ...permissions: string[]): ApiHandler =>
    (request) => {
      const { repository, comment } = find(request);
      requireWrite(request, repository, ...permissions);
      const reaction = comment.reactions.get(numberParam(request, "reaction_id"));
      if (!reaction) throw notFound();
      if (reaction.user !== authorOf(store, request)) throw notAccessible();
      comment.reactions.delete(reaction.id);
      store.changes.emitPageOnly();
      return noContent();
    };

  const onIssue = finder(findComment);
  const onDiff = finder(findReviewComment);
  return {
    "reactions/create-for-issue-comment": create(onIssue, "issues", "pull_requests"),
    "reactions/list-for-issue-comment": list(onIssue),
    "reactions/delete-for-issue-comment": remove(onIssue, "issues", "pull_requests"),
    "reactions/create-for-pull-request-review-comment": create(onDiff, "pull_requests"),
    "reactions/list-for-pull-request-review-comment": list(onDiff),
    "reactions/delete-for-pull-request-comment": remove(onDiff, "pull_requests"),
  };
}
