import { checkSuite } from "../state/checks.ts";
import type { Comment, PullRequest, Repository, Review } from "../state/records.ts";
import { labelOf } from "../state/repositories.ts";
import type { PullRequestEvent } from "./pull-request-events.ts";

/** Returns one pull request with its timeline, checks and roles, in the fields that the page draws. */
export function pullSnapshot(repository: Repository, pull: PullRequest, events: PullRequestEvent[]) {
  const inThread = (item: { number: number }) => item.number === pull.number;
  const comments = [...repository.comments.values()].filter(inThread);
  const reviewComments = [...repository.reviewComments.values()].filter(inThread);
  const reviews = [...repository.reviews.values()].filter(inThread);
  const timeline = [
    ...comments.map((comment) => ({ kind: "comment", ...commentView(comment) })),
    ...reviewComments.map((comment) => ({
      kind: "review-comment",
      ...commentView(comment),
      path: comment.path,
      line: comment.line,
      diffHunk: comment.diffHunk,
    })),
    ...reviews.map((review) => ({ kind: "review", ...reviewView(review) })),
    ...events.map(({ kind, at, by, sha }, n) => ({ kind, id: `h${n}`, at, author: by, sha })),
  ].sort((a, b) => a.at.localeCompare(b.at) || String(a.id).localeCompare(String(b.id)));
  const { title, number, state, body, head, base, files, commits, createdAt } = pull;
  return {
    repository: { fullName: repository.fullName, description: repository.description },
    roles: Object.fromEntries(repository.roles),
    pull: {
      ...{ title, number, state, body, head, base, files, commits },
      at: createdAt,
      author: pull.author.login,
      labels: pull.labels.map((name) => labelOf(repository, name)),
    },
    timeline,
    ...checksView(repository, head.sha),
  };
}

/** The newest check run of each name, as GitHub shows them. */
function checksView(repository: Repository, sha: string) {
  const suite = checkSuite(repository, sha);
  const newest = new Map(suite.runs.map((run) => [run.name, run]));
  const checks = [...newest.values()].map(
    ({ id, name, status, conclusion, output: { title, summary }, detailsUrl, externalId, actions }) => ({
      ...{ id, name, status, conclusion, title, summary, actions },
      details: detailsUrl,
      job_id: externalId,
    }),
  );
  return { checks, checkSuite: suite.id };
}

function commentView({ id, author, body, createdAt, updatedAt, reactions }: Comment) {
  const byContent = new Map<string, string[]>();
  for (const { content, user } of reactions.values()) {
    byContent.set(content, [...(byContent.get(content) ?? []), user.login]);
  }
  return {
    id,
    author: author.login,
    bot: author.type === "Bot",
    body,
    at: createdAt,
    edited: updatedAt !== createdAt,
    reactions: [...byContent].map(([content, logins]) => ({ content, logins })),
  };
}

function reviewView({ id, author, body, state, submittedAt }: Review) {
  return { id, author: author.login, bot: author.type === "Bot", body, state, at: submittedAt };
}
