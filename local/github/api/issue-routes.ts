import { addComment, deleteComment, editComment, findComment } from "../state/comments.ts";
import type { Comment, PullRequest, Repository } from "../state/records.ts";
import { labelOf } from "../state/repositories.ts";
import { requireOwnComment, requireWrite } from "./access.ts";
import { commentBody, sortedComments } from "./comment-lists.ts";
import type { ApiContext } from "./context.ts";
import {
  type ApiHandlers,
  type ApiRequest,
  authorOf,
  created,
  noContent,
  numberParam,
  ok,
  repositoryOf,
} from "./exchange.ts";
import { GitHubError, notFound } from "./github-error.ts";
import { paged } from "./paging.ts";
import { presentComment } from "./present-comment.ts";
import { presentIssue } from "./present-issue.ts";
import { presentLabel } from "./present-repository.ts";

const writers = ["issues", "pull_requests"];

/** The conversation of a pull request: GitHub serves it as an issue's. */
export function issueRoutes({ store, app, base }: ApiContext): ApiHandlers {
  function issue(request: ApiRequest): { repository: Repository; pull: PullRequest } {
    const repository = repositoryOf(store, request);
    return { repository, pull: store.pull(repository, numberParam(request, "issue_number")) };
  }

  function comment(request: ApiRequest): { repository: Repository; comment: Comment } {
    const repository = repositoryOf(store, request);
    const found = findComment(store, repository, numberParam(request, "comment_id"));
    if (!found) throw notFound();
    return { repository, comment: found };
  }

  const present = (repository: Repository, shown: Comment) => presentComment(base(), app, repository, shown);
  const presentLabels = (repository: Repository, pull: PullRequest) =>
    pull.labels.map((name) => presentLabel(base(), repository, labelOf(repository, name)));

  return {
    "issues/get": (request) => {
      const { repository, pull } = issue(request);
      return ok(presentIssue(base(), repository, pull));
    },

    "issues/list-comments": (request) => {
      const { repository, pull } = issue(request);
      const inThread = sortedComments(repository.comments, request).filter(
        ({ number }) => number === pull.number,
      );
      return paged(request, base(), inThread, (shown) => present(repository, shown));
    },

    "issues/list-comments-for-repo": (request) => {
      const repository = repositoryOf(store, request);
      return paged(request, base(), sortedComments(repository.comments, request), (shown) =>
        present(repository, shown),
      );
    },

    "issues/create-comment": (request) => {
      const { repository, pull } = issue(request);
      requireWrite(request, repository, ...writers);
      const fresh = addComment(store, repository, {
        number: pull.number,
        author: authorOf(store, request),
        body: commentBody(request, "IssueComment"),
        viaApp: request.caller.kind === "installation",
      });
      const answer = present(repository, fresh);
      return { ...created(answer), headers: { location: answer.url } };
    },

    "issues/get-comment": (request) => {
      const found = comment(request);
      return ok(present(found.repository, found.comment));
    },

    "issues/update-comment": (request) => {
      const found = comment(request);
      requireWrite(request, found.repository, ...writers);
      requireOwnComment(request, found.repository, found.comment);
      const body = commentBody(request, "IssueComment");
      editComment(store, found.repository, found.comment, body, authorOf(store, request));
      return ok(present(found.repository, found.comment));
    },

    "issues/delete-comment": (request) => {
      const found = comment(request);
      requireWrite(request, found.repository, ...writers);
      requireOwnComment(request, found.repository, found.comment);
      deleteComment(store, found.repository, found.comment, authorOf(store, request));
      return noContent();
    },

    "issues/list-labels-on-issue": (request) => {
      const { repository, pull } = issue(request);
      return paged(request, base(), presentLabels(repository, pull), (label) => label);
    },

    "issues/add-labels": (request) => {
      const { repository, pull } = issue(request);
      requireWrite(request, repository, ...writers);
      const { labels } = request.body;
      const names = (Array.isArray(labels) ? labels : []).map((label) => String(label?.name ?? label));
      for (const name of names) {
        labelOf(repository, name);
        if (!pull.labels.includes(name)) pull.labels.push(name);
      }
      store.changes.emitPageOnly();
      return ok(presentLabels(repository, pull));
    },

    "issues/remove-label": (request) => {
      const { repository, pull } = issue(request);
      requireWrite(request, repository, ...writers);
      const name = decodeURIComponent(request.params.name ?? "");
      if (!pull.labels.includes(name)) throw new GitHubError(404, "Label does not exist");
      pull.labels = pull.labels.filter((label) => label !== name);
      store.changes.emitPageOnly();
      return ok(presentLabels(repository, pull));
    },
  };
}
