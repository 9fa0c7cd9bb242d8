import { deleteComment, editComment } from "../state/comments.ts";
import type { GitHubStore } from "../state/github-store.ts";
import type { Comment, Repository } from "../state/records.ts";
import { requireOwnComment, requireWrite } from "./access.ts";
import { type ApiHandler, type ApiRequest, noContent, ok, textField } from "./exchange.ts";
import { validationFailed } from "./github-error.ts";
import { authorOf, type CommentTarget } from "./request-records.ts";

/** What differs between issue comments and review comments. */
export interface CommentKind {
  /** GitHub's name in validation errors, such as `IssueComment`. */
  resource: string;
  /** A token needs `write` on one of these permissions. */
  permissions: string[];
}

const maxBodyLength = 65_536;

/** Returns the comments by ascending id, as GitHub lists them; only those updated at or after the query's `since`. */
export function sortedComments<Item extends Comment>(
  comments: Map<number, Item>,
  { query }: ApiRequest,
): Item[] {
  const since = Date.parse(query.get("since") ?? "");
  const sorted = [...comments.values()].sort((a, b) => a.id - b.id);
  return Number.isNaN(since) ? sorted : sorted.filter(({ updatedAt }) => Date.parse(updatedAt) >= since);
}

/** Returns the comment's text from the body; throws Validation Failed if it is empty or too long. */
export function commentBody(request: ApiRequest, { resource }: CommentKind): string {
  const body = textField(request, "body");
  if (body.trim() === "") throw validationFailed(resource, "body", "missing_field");
  if (body.length > maxBodyLength) {
    const message = `body is too long (maximum is ${maxBodyLength} characters)`;
    throw validationFailed(resource, "body", "unprocessable", message);
  }
  return body;
}

/** Returns the handlers that read, edit and delete one comment; only its author and writers may change it. */
export function commentHandlers<Item extends Comment>(
  store: GitHubStore,
  kind: CommentKind,
  find: (store: GitHubStore, request: ApiRequest) => CommentTarget<Item>,
  present: (repository: Repository, comment: Item) => unknown,
): Record<"get" | "update" | "remove", ApiHandler> {
  function findChangeable(request: ApiRequest): CommentTarget<Item> {
    const target = find(store, request);
    requireWrite(request, target.repository, ...kind.permissions);
    requireOwnComment(request, target.repository, target.comment);
    return target;
  }

  return {
    get: (request) => {
      const { repository, comment } = find(store, request);
      return ok(present(repository, comment));
    },
    update: (request) => {
      const { repository, comment } = findChangeable(request);
      editComment(store, repository, comment, commentBody(request, kind), authorOf(store, request));
      return ok(present(repository, comment));
    },
    remove: (request) => {
      const { repository, comment } = findChangeable(request);
      deleteComment(store, repository, comment, authorOf(store, request));
      return noContent();
    },
  };
}
