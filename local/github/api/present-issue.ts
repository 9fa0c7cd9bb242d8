import { nodeId } from "../state/ids.ts";
import type { PullRequest, Repository } from "../state/records.ts";
import { labelOf } from "../state/repositories.ts";
import { authorAssociation } from "./present-pull.ts";
import { presentLabel } from "./present-repository.ts";
import { presentAuthor } from "./present-user.ts";

/** Presents a pull request as an issue. */
export function presentIssue(base: string, repository: Repository, pull: PullRequest) {
  const api = `${base}/repos/${repository.fullName}`;
  const url = `${api}/issues/${pull.number}`;
  const html = `${base}/${repository.fullName}/pull/${pull.number}`;
  const comments = [...repository.comments.values()].filter(({ number }) => number === pull.number);
  return {
    url,
    repository_url: api,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: html,
    id: pull.id,
    node_id: nodeId("PullRequest", pull.id),
    number: pull.number,
    title: pull.title,
    user: presentAuthor(base, pull.author),
    labels: pull.labels.map((name) => presentLabel(base, repository, labelOf(repository, name))),
    state: pull.state,
    locked: false,
    assignee: null,
    assignees: [],
    milestone: null,
    comments: comments.length,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt,
    author_association: authorAssociation(repository, pull.author.login),
    active_lock_reason: null,
    draft: pull.draft,
    pull_request: {
      url: `${api}/pulls/${pull.number}`,
      html_url: html,
      diff_url: `${html}.diff`,
      patch_url: `${html}.patch`,
      merged_at: null,
    },
    body: pull.body,
    reactions: emptyReactions(`${url}/reactions`),
    timeline_url: `${url}/timeline`,
    performed_via_github_app: null,
    state_reason: null,
  };
}

function emptyReactions(url: string) {
  const none = { "+1": 0, "-1": 0, laugh: 0, hooray: 0, confused: 0, heart: 0, rocket: 0, eyes: 0 };
  return { url, total_count: 0, ...none };
}
