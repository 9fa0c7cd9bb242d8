import {
  type CommentKind,
  deletedUser,
  type PullRequestTarget,
  type ThreadMessage,
} from "../../core/github/pull-request.ts";
import type { LiveComment } from "../../core/github/repository-reader.ts";
import type { GitHubApi } from "./client.ts";
import { repositoryOf } from "./request.ts";

export interface StoredComment extends LiveComment {
  /** URL of the pull request, or of its issue: ends with the number. */
  thread: string;
}

interface CommentRoutes {
  read(api: GitHubApi, target: PullRequestTarget, id: number): Promise<StoredComment>;
  /** Returns all comments of a pull request, from all pages. */
  list(api: GitHubApi, target: PullRequestTarget): Promise<ThreadMessage[]>;
}

/** The routes of GitHub's REST API for each kind of comment. */
export const commentRoutes: Record<CommentKind, CommentRoutes> = {
  issue_comment: {
    async read(api, target, comment_id) {
      const path = "GET /repos/{owner}/{repo}/issues/comments/{comment_id}";
      const { data } = await api.request(path, { ...repositoryOf(target), comment_id });
      return { ...writtenBy(data), thread: data.issue_url };
    },
    async list(api, target) {
      const path = "GET /repos/{owner}/{repo}/issues/{issue_number}/comments";
      const place = { ...repositoryOf(target), issue_number: target.pr_number, per_page: 100 };
      const found = await api.paginate(path, place);
      return found.map((comment) => message("issue_comment", comment, comment.created_at));
    },
  },

  pull_request_review_comment: {
    async read(api, target, comment_id) {
      const path = "GET /repos/{owner}/{repo}/pulls/comments/{comment_id}";
      const { data } = await api.request(path, { ...repositoryOf(target), comment_id });
      return { ...writtenBy(data), thread: data.pull_request_url };
    },
    async list(api, target) {
      const found = await api.paginate(
        "GET /repos/{owner}/{repo}/pulls/{pull_number}/comments",
        inPull(target),
      );
      return found.map((comment) => message("pull_request_review_comment", comment, comment.created_at));
    },
  },

  pull_request_review: {
    async read(api, target, review_id) {
      const path = "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}";
      const place = { ...repositoryOf(target), pull_number: target.pr_number, review_id };
      const { data } = await api.request(path, place);
      return { ...writtenBy(data), thread: data.pull_request_url };
    },
    async list(api, target) {
      const found = await api.paginate(
        "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews",
        inPull(target),
      );
      return (
        found
          .map((review) => ({
            ...message("pull_request_review", review, review.submitted_at ?? ""),
            ...(review.state === "DISMISSED" && { dismissed: true as const }),
          }))
          // An approval without a comment has no text; an unsubmitted review has no time, and only its author sees it.
          .filter(({ body, created_at }) => body !== "" && created_at !== "")
      );
    },
  },
};

function inPull(target: PullRequestTarget) {
  return { ...repositoryOf(target), pull_number: target.pr_number, per_page: 100 };
}

interface Written {
  /** Null for a deleted account, although GitHub's API description does not say so. */
  user: { login: string; type: string } | null;
  body?: string | null;
}

function writtenBy({ user, body }: Written): LiveComment {
  const bot = user?.type === "Bot" && { bot: true as const };
  return { author: user?.login ?? deletedUser, ...bot, body: body ?? "" };
}

function message(
  kind: CommentKind,
  found: Written & { id: number | bigint },
  created_at: string,
): ThreadMessage {
  return { kind, id: Number(found.id), ...writtenBy(found), created_at };
}
