import type { Caller } from "../api/caller.ts";
import { notFound } from "../api/github-error.ts";
import { reachesRepository } from "../state/app.ts";
import { findComment, findReviewComment } from "../state/comments.ts";
import type { GitHubStore } from "../state/github-store.ts";
import type { Comment, Repository, Review, ReviewComment } from "../state/records.ts";
import { type NamedNode, readNodeId } from "./read-node-id.ts";

/** A comment or a review, and its repository. */
export type FoundComment = { repository: Repository } & (
  | { type: "IssueComment"; comment: Comment }
  | { type: "PullRequestReviewComment"; comment: ReviewComment }
  | { type: "PullRequestReview"; comment: Review }
);

type FoundNode = { type: "Repository"; repository: Repository } | FoundComment;

/** Returns what a node id names; throws Not Found for an unknown one and for one that the caller may not see. */
export function findNode(store: GitHubStore, caller: Caller, id: string): FoundNode {
  const named = readNodeId(id);
  const found = named && find(store, caller, named);
  if (!found || !isVisible(found.repository, caller)) throw notFound();
  return found;
}

function isVisible(repository: Repository, caller: Caller): boolean {
  return !repository.private || caller.kind !== "installation" || reachesRepository(caller.token, repository);
}

function find(store: GitHubStore, caller: Caller, { type, id }: NamedNode): FoundNode | null {
  if (type === "Repository") {
    const repository = store.repositories().find((one) => one.id === id);
    return repository ? { type, repository } : null;
  }
  for (const repository of store.repositories()) {
    const known = knownComment(repository, type, id);
    if (known) return known;
  }
  return inferredComment(store, caller, { type, id });
}

function knownComment(repository: Repository, type: string, id: number): FoundComment | null {
  const comment = repository.comments.get(id);
  const review = repository.reviews.get(id);
  const reviewComment = repository.reviewComments.get(id);
  if (type === "IssueComment" && comment) return { type, repository, comment };
  if (type === "PullRequestReview" && review) return { type, repository, comment: review };
  if (type === "PullRequestReviewComment" && reviewComment)
    return { type, repository, comment: reviewComment };
  return null;
}

/** As in the REST API, an unknown comment of the token's repository is one that was written before the start. */
function inferredComment(store: GitHubStore, caller: Caller, { type, id }: NamedNode): FoundComment | null {
  const repository = store.repositories().find((one) => isOnlyRepository(one, caller));
  if (!repository) return null;
  const inferred = type === "IssueComment" ? findComment : findReviewComment;
  if (type !== "PullRequestReview") inferred(store, repository, id);
  return knownComment(repository, type, id);
}

function isOnlyRepository({ id }: Repository, caller: Caller): boolean {
  if (caller.kind !== "installation") return false;
  const { repositories } = caller.token;
  return repositories !== null && "ids" in repositories && repositories.ids[0] === id;
}
