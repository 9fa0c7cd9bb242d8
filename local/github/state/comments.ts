import type { GitHubStore } from "./github-store.ts";
import type { Comment, Repository, ReviewComment, User } from "./records.ts";
import { timestamp, timestampAfter } from "./timestamps.ts";

export interface NewComment {
  number: number;
  author: User;
  body: string;
  viaApp: boolean;
}

export interface NewReviewComment extends NewComment {
  path: string;
  line: number;
  commitId: string;
  inReplyTo: number | null;
}

/** A comment that was not written on this simulator. */
export interface ExistingComment extends Pick<Comment, "id" | "number" | "author" | "body"> {
  createdAt?: string;
  updatedAt?: string;
}

function newComment(store: GitHubStore, id: number, { number, author, body, viaApp }: NewComment): Comment {
  const now = timestamp();
  store.ids.reserve(id);
  return { id, number, author, body, viaApp, createdAt: now, updatedAt: now, reactions: new Map() };
}

/** Stores a comment that was written elsewhere; sends no webhook. */
export function recordComment(
  store: GitHubStore,
  repository: Repository,
  existing: ExistingComment,
): Comment {
  const comment = { ...newComment(store, existing.id, { ...existing, viaApp: false }), ...existing };
  repository.comments.set(comment.id, comment);
  return comment;
}

/** Stores a review comment that was written elsewhere, on the first line of the first file; sends no webhook. */
export function recordReviewComment(
  store: GitHubStore,
  repository: Repository,
  existing: ExistingComment,
): ReviewComment {
  const pull = store.pull(repository, existing.number);
  const file = pull.files[0];
  const comment = {
    ...newComment(store, existing.id, { ...existing, viaApp: false }),
    ...existing,
    path: file?.filename ?? "README.md",
    line: 1,
    diffHunk: file?.patch ?? "@@ -1 +1 @@",
    commitId: pull.head.sha,
    inReplyTo: null,
  };
  repository.reviewComments.set(comment.id, comment);
  return comment;
}

/** Adds a comment and sends its webhook. */
export function addComment(store: GitHubStore, repository: Repository, fresh: NewComment): Comment {
  const comment = newComment(store, store.ids.next(), fresh);
  repository.comments.set(comment.id, comment);
  const pull = store.pull(repository, comment.number);
  pull.updatedAt = comment.createdAt;
  store.changes.emit({
    event: "issue_comment",
    action: "created",
    repository,
    pull,
    comment,
    sender: comment.author,
  });
  return comment;
}

/** Adds a review comment and sends its webhook. */
export function addReviewComment(
  store: GitHubStore,
  repository: Repository,
  fresh: NewReviewComment,
): ReviewComment {
  const { path, line, commitId, inReplyTo } = fresh;
  const pull = store.pull(repository, fresh.number);
  const patch = pull.files.find((file) => file.filename === path)?.patch ?? "@@ -1 +1 @@";
  const diffHunk = patch.split("\n").slice(0, 6).join("\n");
  const record = newComment(store, store.ids.next(), fresh);
  const comment = { ...record, path, line, diffHunk, commitId, inReplyTo };
  repository.reviewComments.set(comment.id, comment);
  store.changes.emit({
    event: "pull_request_review_comment",
    action: "created",
    repository,
    pull,
    comment,
    sender: comment.author,
  });
  return comment;
}

/** Returns a comment. An unknown id creates one, unless a comment with this id was deleted. */
export function findComment(store: GitHubStore, repository: Repository, id: number): Comment | undefined {
  const known = repository.comments.get(id);
  if (known || repository.deleted.has(id) || repository.reviewComments.has(id)) return known;
  return recordComment(store, repository, inferComment(store, repository, id, "A comment"));
}

/** Returns a review comment. An unknown id creates one, unless a comment with this id was deleted. */
export function findReviewComment(
  store: GitHubStore,
  repository: Repository,
  id: number,
): ReviewComment | undefined {
  const known = repository.reviewComments.get(id);
  if (known || repository.deleted.has(id) || repository.comments.has(id)) return known;
  return recordReviewComment(store, repository, inferComment(store, repository, id, "A review comment"));
}

/** Returns the comment of this id in GitHub's examples, or a made-up one. */
function inferComment(store: GitHubStore, repository: Repository, id: number, kind: string): ExistingComment {
  const example = store.examples.comment(repository.fullName, id);
  if (!example) {
    const number = [...repository.pulls.keys()][0] ?? 1;
    const body = `${kind} written before the simulator started.`;
    return { id, number, author: repository.owner, body };
  }
  const { number, body, user, created_at: createdAt, updated_at: updatedAt } = example;
  return { id, number, author: store.user(user.login, "User", user.id), body, createdAt, updatedAt };
}

/** Changes a comment and sends its webhook. */
export function editComment(
  store: GitHubStore,
  repository: Repository,
  comment: Comment | ReviewComment,
  body: string,
  sender: User,
): void {
  const previousBody = comment.body;
  comment.body = body;
  comment.updatedAt = timestampAfter(comment.updatedAt);
  const subject = {
    action: "edited" as const,
    repository,
    pull: store.pull(repository, comment.number),
    sender,
    previousBody,
  };
  store.changes.emit(
    "path" in comment
      ? { ...subject, event: "pull_request_review_comment", comment }
      : { ...subject, event: "issue_comment", comment },
  );
}

/** Deletes a comment and sends its webhook. */
export function deleteComment(
  store: GitHubStore,
  repository: Repository,
  comment: Comment | ReviewComment,
  sender: User,
): void {
  repository.deleted.add(comment.id);
  const subject = {
    action: "deleted" as const,
    repository,
    pull: store.pull(repository, comment.number),
    sender,
  };
  if ("path" in comment) {
    repository.reviewComments.delete(comment.id);
    store.changes.emit({ ...subject, event: "pull_request_review_comment", comment });
  } else {
    repository.comments.delete(comment.id);
    store.changes.emit({ ...subject, event: "issue_comment", comment });
  }
}
