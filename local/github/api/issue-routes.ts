import type { PullRequest, Repository } from "../state/records.ts";
import { labelOf } from "../state/repositories.ts";
import { requireWrite } from "./access.ts";
import type { ApiContext } from "./context.ts";
import { type ApiHandlers, ok } from "./exchange.ts";
import { GitHubError } from "./github-error.ts";
import { paged } from "./paging.ts";
import { presentIssue } from "./present-issue.ts";
import { presentLabel } from "./present-repository.ts";
import { pullOf } from "./request-records.ts";

const permissions = ["issues", "pull_requests"];

/** Returns the routes of a pull request as an issue, and of its labels. */
export function issueRoutes({ store, base }: ApiContext): ApiHandlers {
  const presentLabels = (repository: Repository, pull: PullRequest) =>
    pull.labels.map((name) => presentLabel(base(), repository, labelOf(repository, name)));

  return {
    "issues/get": (request) => {
      const { repository, pull } = pullOf(store, request);
      return ok(presentIssue(base(), repository, pull));
    },

    "issues/list-labels-on-issue": (request) => {
      const { repository, pull } = pullOf(store, request);
      return paged(request, base(), presentLabels(repository, pull), (label) => label);
    },

    "issues/add-labels": (request) => {
      const { repository, pull } = pullOf(store, request);
      requireWrite(request, repository, ...permissions);
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
      const { repository, pull } = pullOf(store, request);
      requireWrite(request, repository, ...permissions);
      const name = decodeURIComponent(request.params.name ?? "");
      if (!pull.labels.includes(name)) throw new GitHubError(404, "Label does not exist");
      pull.labels = pull.labels.filter((label) => label !== name);
      store.changes.emitPageOnly();
      return ok(presentLabels(repository, pull));
    },
  };
}
