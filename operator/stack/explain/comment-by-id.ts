import type { GitHubApi, GitHubClient } from "../../../adapters/github/client.ts";
import { isNotFound } from "../../../adapters/github/errors.ts";
import { repositoryOf } from "../../../adapters/github/request.ts";
import { OperatorError } from "../errors.ts";
import type { CommentLocation } from "./comment-url.ts";

const kinds = [
  { kind: "issue_comment", path: "GET /repos/{owner}/{repo}/issues/comments/{comment_id}" },
  { kind: "pull_request_review_comment", path: "GET /repos/{owner}/{repo}/pulls/comments/{comment_id}" },
] as const;

/**
 * Returns a repository's comment with this ID. Comments of conversations and of reviews are numbered separately: throws
 * OperatorError for an ID that both or neither have.
 */
export async function findCommentById(
  repo: string,
  id: number,
  client: GitHubClient,
): Promise<CommentLocation> {
  const found = await client.call(await client.repository(repo), async (api) => {
    const places = await Promise.all(kinds.map((one) => look(api, one, repo, id)));
    return places.filter((place) => place !== null);
  });
  const [place, another] = found;
  if (!place) {
    const advice = "It may be deleted, or a review (give its link), or the App may not be installed there.";
    throw new OperatorError(`${repo} has no comment ${id}.`, advice);
  }
  if (another) {
    throw new OperatorError(
      `${repo} has two comments ${id}: one of a conversation, one of a review.`,
      "Give its link.",
    );
  }
  return place;
}

async function look(
  api: GitHubApi,
  { kind, path }: (typeof kinds)[number],
  repo: string,
  id: number,
): Promise<CommentLocation | null> {
  try {
    const { data } = await api.request(path, { ...repositoryOf({ repo }), comment_id: id });
    const thread = "issue_url" in data ? data.issue_url : data.pull_request_url;
    return { repo, pr_number: Number(thread.split("/").at(-1)), source: { kind, id } };
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}
