import { reachesRepository } from "../state/app.ts";
import { findComment, findReviewComment } from "../state/comments.ts";
import type { GitHubStore } from "../state/github-store.ts";
import type { Comment, PullRequest, Repository, ReviewComment, User } from "../state/records.ts";
import { type ApiRequest, numberParam } from "./exchange.ts";
import { notFound } from "./github-error.ts";

/** Returns the repository of the path; throws Not Found if it is private and the caller's token does not reach it. */
export function repositoryOf(store: GitHubStore, { params, caller }: ApiRequest): Repository {
  const { owner = "", repo = "" } = params;
  const repository = store.repository(owner, repo);
  const isHidden = caller.kind === "installation" && !reachesRepository(caller.token, repository);
  if (repository.private && isHidden) throw notFound();
  return repository;
}

/** Returns the pull request of the path, which GitHub also serves as an issue. */
export function pullOf(
  store: GitHubStore,
  request: ApiRequest,
): { repository: Repository; pull: PullRequest } {
  const repository = repositoryOf(store, request);
  const number = numberParam(request, "issue_number" in request.params ? "issue_number" : "pull_number");
  return { repository, pull: store.pull(repository, number) };
}

export interface CommentTarget<Kind extends Comment = Comment> {
  repository: Repository;
  comment: Kind;
}

/** Returns the issue comment of the path; throws Not Found if it does not exist. */
export function commentOf(store: GitHubStore, request: ApiRequest): CommentTarget {
  return target(store, request, findComment);
}

/** Returns the review comment of the path; throws Not Found if it does not exist. */
export function reviewCommentOf(store: GitHubStore, request: ApiRequest): CommentTarget<ReviewComment> {
  return target(store, request, findReviewComment);
}

function target<Kind extends Comment>(
  store: GitHubStore,
  request: ApiRequest,
  find: (store: GitHubStore, repository: Repository, id: number) => Kind | undefined,
): CommentTarget<Kind> {
  const repository = repositoryOf(store, request);
  const comment = find(store, repository, numberParam(request, "comment_id"));
  if (!comment) throw notFound();
  return { repository, comment };
}

/** Returns the author of what a request creates: the user who calls, or the App's bot. */
export function authorOf(store: GitHubStore, request: ApiRequest): User {
  return request.caller.kind === "person" ? store.user(request.caller.login) : store.bot;
}
