import { timestamp, timestampAfter } from "./clock.ts";
import type { Comment, Repository, ReviewComment, User } from "./records.ts";
import type { World } from "./world.ts";

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
  reviewId: number | null;
  inReplyTo: number | null;
}

/** A comment that was written elsewhere, before anybody here knew of it. */
export interface SeenComment extends Pick<Comment, "id" | "number" | "author" | "body"> {
  createdAt?: string;
  updatedAt?: string;
}

function commentRecord(world: World, id: number, { number, author, body, viaApp }: NewComment): Comment {
  const now = timestamp();
  world.ids.seen(id);
  return { id, number, author, body, viaApp, createdAt: now, updatedAt: now, reactions: new Map() };
}

/** It is there from now on; nobody is told. */
export function placeComment(world: World, repository: Repository, seen: SeenComment): Comment {
  const comment = { ...commentRecord(world, seen.id, { ...seen, viaApp: false }), ...seen };
  repository.comments.set(comment.id, comment);
  return comment;
}

/** The same on the diff: on the first line of its first file. */
export function placeReviewComment(world: World, repository: Repository, seen: SeenComment): ReviewComment {
  const pull = world.pull(repository, seen.number);
  const file = pull.files[0];
  const comment = {
    ...commentRecord(world, seen.id, { ...seen, viaApp: false }),
    ...seen,
    path: file?.filename ?? "README.md",
    line: 1,
    diffHunk: file?.patch ?? "@@ -1 +1 @@",
    commitId: pull.head.sha,
    reviewId: null,
    inReplyTo: null,
  };
  repository.reviewComments.set(comment.id, comment);
  return comment;
}

export function addComment(world: World, repository: Repository, fresh: NewComment): Comment {
  const comment = commentRecord(world, world.ids.next(), fresh);
  repository.comments.set(comment.id, comment);
  const pull = world.pull(repository, comment.number);
  pull.updatedAt = comment.createdAt;
  world.changes.emit({
    event: "issue_comment",
    action: "created",
    repository,
    pull,
    comment,
    sender: comment.author,
  });
  return comment;
}

export function addReviewComment(
  world: World,
  repository: Repository,
  fresh: NewReviewComment,
): ReviewComment {
  const { path, line, commitId, reviewId, inReplyTo } = fresh;
  const pull = world.pull(repository, fresh.number);
  const patch = pull.files.find((file) => file.filename === path)?.patch ?? "@@ -1 +1 @@";
  const diffHunk = patch.split("\n").slice(0, 6).join("\n");
  const record = commentRecord(world, world.ids.next(), fresh);
  const comment = { ...record, path, line, diffHunk, commitId, reviewId, inReplyTo };
  repository.reviewComments.set(comment.id, comment);
  world.changes.emit({
    event: "pull_request_review_comment",
    action: "created",
    repository,
    pull,
    comment,
    sender: comment.author,
  });
  return comment;
}

/** A comment named for the first time is created, unless it was deleted here before. */
export function findComment(world: World, repository: Repository, id: number): Comment | undefined {
  const known = repository.comments.get(id);
  if (known || repository.deleted.has(id) || repository.reviewComments.has(id)) return known;
  return placeComment(world, repository, seenFirst(world, repository, id, "A comment"));
}

export function findReviewComment(
  world: World,
  repository: Repository,
  id: number,
): ReviewComment | undefined {
  const known = repository.reviewComments.get(id);
  if (known || repository.deleted.has(id) || repository.comments.has(id)) return known;
  return placeReviewComment(world, repository, seenFirst(world, repository, id, "A review comment"));
}

/** What GitHub's examples say of a comment, or something plausible. */
function seenFirst(world: World, repository: Repository, id: number, what: string): SeenComment {
  const example = world.examples.comment(repository.fullName, id);
  if (!example) {
    const number = [...repository.pulls.keys()][0] ?? 1;
    const body = `${what} written before the simulator started.`;
    return { id, number, author: repository.owner, body };
  }
  const { number, body, user, created_at: createdAt, updated_at: updatedAt } = example;
  return { id, number, author: world.user(user.login, "User", user.id), body, createdAt, updatedAt };
}

export function editComment(
  world: World,
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
    pull: world.pull(repository, comment.number),
    sender,
    previousBody,
  };
  world.changes.emit(
    "path" in comment
      ? { ...subject, event: "pull_request_review_comment", comment }
      : { ...subject, event: "issue_comment", comment },
  );
}

export function deleteComment(
  world: World,
  repository: Repository,
  comment: Comment | ReviewComment,
  sender: User,
): void {
  repository.deleted.add(comment.id);
  const subject = {
    action: "deleted" as const,
    repository,
    pull: world.pull(repository, comment.number),
    sender,
  };
  if ("path" in comment) {
    repository.reviewComments.delete(comment.id);
    world.changes.emit({ ...subject, event: "pull_request_review_comment", comment });
  } else {
    repository.comments.delete(comment.id);
    world.changes.emit({ ...subject, event: "issue_comment", comment });
  }
}
