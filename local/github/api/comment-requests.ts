import { deleteComment, editComment } from "../state/comments.ts";
import type { GitHubStore } from "../state/github-store.ts";
import type { Comment, ReviewComment } from "../state/records.ts";
import { requireOwnComment, requireWrite } from "./access.ts";
import { type ApiRequest, textField } from "./exchange.ts";
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

/** Edits a comment that the caller may change. */
export function editCommentAs(
  store: GitHubStore,
  request: ApiRequest,
  { repository, comment }: CommentTarget<Comment | ReviewComment>,
  kind: CommentKind,
): void {
  requireWrite(request, repository, ...kind.permissions);
  requireOwnComment(request, repository, comment);
  editComment(store, repository, comment, commentBody(request, kind), authorOf(store, request));
}

/** Deletes a comment that the caller may change. */
export function deleteCommentAs(
  store: GitHubStore,
  request: ApiRequest,
  { repository, comment }: CommentTarget<Comment | ReviewComment>,
  kind: CommentKind,
): void {
  requireWrite(request, repository, ...kind.permissions);
  requireOwnComment(request, repository, comment);
  deleteComment(store, repository, comment, authorOf(store, request));
}
