import type { GitHubApp } from "../state/app.ts";
import { nodeId } from "../state/ids.ts";
import { countReactions } from "../state/reactions.ts";
import type { Comment, Reaction, Repository, Review, ReviewComment } from "../state/records.ts";
import { presentApp } from "./present-app.ts";
import { authorAssociation } from "./present-pull.ts";
import { presentAuthor, presentUser } from "./present-user.ts";

export function presentComment(base: string, app: GitHubApp, repository: Repository, comment: Comment) {
  const api = `${base}/repos/${repository.fullName}/issues`;
  const url = `${api}/comments/${comment.id}`;
  return {
    url,
    html_url: `${base}/${repository.fullName}/pull/${comment.number}#issuecomment-${comment.id}`,
    issue_url: `${api}/${comment.number}`,
    id: comment.id,
    node_id: nodeId("IssueComment", comment.id),
    user: presentAuthor(base, comment.author),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: authorAssociation(repository, comment.author.login),
    body: comment.body,
    reactions: { url: `${url}/reactions`, ...countReactions(comment) },
    performed_via_github_app: comment.viaApp ? presentApp(base, app) : null,
  };
}

export function presentReviewComment(base: string, repository: Repository, comment: ReviewComment) {
  const api = `${base}/repos/${repository.fullName}/pulls`;
  const url = `${api}/comments/${comment.id}`;
  const html = `${base}/${repository.fullName}/pull/${comment.number}#discussion_r${comment.id}`;
  const pull = `${api}/${comment.number}`;
  return {
    url,
    pull_request_review_id: null,
    id: comment.id,
    node_id: nodeId("PullRequestReviewComment", comment.id),
    diff_hunk: comment.diffHunk,
    path: comment.path,
    position: comment.line,
    original_position: comment.line,
    commit_id: comment.commitId,
    original_commit_id: comment.commitId,
    ...(comment.inReplyTo && { in_reply_to_id: comment.inReplyTo }),
    user: presentAuthor(base, comment.author),
    body: comment.body,
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    html_url: html,
    pull_request_url: pull,
    author_association: authorAssociation(repository, comment.author.login),
    _links: { self: { href: url }, html: { href: html }, pull_request: { href: pull } },
    reactions: { url: `${url}/reactions`, ...countReactions(comment) },
    start_line: null,
    original_start_line: null,
    start_side: null,
    line: comment.line,
    original_line: comment.line,
    side: "RIGHT",
    subject_type: "line",
  };
}

/** Presents a review for the REST API, which writes its state in upper case; webhooks write it in lower case. */
export function presentReview(base: string, repository: Repository, review: Review) {
  const pull = `${base}/repos/${repository.fullName}/pulls/${review.number}`;
  const html = `${base}/${repository.fullName}/pull/${review.number}#pullrequestreview-${review.id}`;
  return {
    id: review.id,
    node_id: nodeId("PullRequestReview", review.id),
    user: presentAuthor(base, review.author),
    body: review.body,
    state: review.state as string,
    html_url: html,
    pull_request_url: pull,
    _links: { html: { href: html }, pull_request: { href: pull } },
    submitted_at: review.submittedAt,
    commit_id: review.commitId,
    author_association: authorAssociation(repository, review.author.login),
  };
}

export function presentReaction(base: string, { id, user, content, createdAt }: Reaction) {
  return {
    id,
    node_id: nodeId("Reaction", id),
    user: presentUser(base, user),
    content,
    created_at: createdAt,
  };
}
