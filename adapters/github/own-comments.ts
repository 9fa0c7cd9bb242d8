import { type CommentPlace, type OwnComment, threadGone } from "../../core/answering/pull-request-writer.ts";
import type { GitHubClient } from "./client.ts";
import { isNotFound, isUnprocessable } from "./errors.ts";
import type { GitHubApi } from "./octokit.ts";
import { once, repositoryOf } from "./request.ts";

/** Returns the route of one comment. */
export function commentPath({ thread }: CommentPlace) {
  return thread === null
    ? "/repos/{owner}/{repo}/issues/comments/{comment_id}"
    : "/repos/{owner}/{repo}/pulls/comments/{comment_id}";
}

/** Returns our comments in the conversation or, for a thread, on the diff, from all pages. */
export function listOwnComments(
  client: GitHubClient,
  place: CommentPlace,
  since: string,
): Promise<OwnComment[]> {
  return place.thread === null ? inConversation(client, place, since) : onDiff(client, place, since);
}

async function inConversation(
  client: GitHubClient,
  place: CommentPlace,
  since: string,
): Promise<OwnComment[]> {
  const appId = await client.appId();
  return client.call(place, async (api) => {
    const comments = await api.paginate("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", {
      ...repositoryOf(place),
      issue_number: place.pr_number,
      ...pages(since),
    });
    return comments
      .filter((comment) => comment.performed_via_github_app?.id === appId)
      .map(({ id, body }) => ({ id: Number(id), body: body ?? "" }));
  });
}

/** GitHub does not name the App of a comment on the diff, only its author. */
async function onDiff(client: GitHubClient, place: CommentPlace, since: string): Promise<OwnComment[]> {
  const login = await client.appLogin();
  return client.call(place, async (api) => {
    const comments = await api.paginate("GET /repos/{owner}/{repo}/pulls/{pull_number}/comments", {
      ...repositoryOf(place),
      pull_number: place.pr_number,
      ...pages(since),
    });
    return comments
      .filter(({ user }) => user?.login === login && user.type === "Bot")
      .map(({ id, body }) => ({ id: Number(id), body }));
  });
}

function pages(since: string) {
  return { per_page: 100, ...(since ? { since } : {}) };
}

/** Posts a comment with one attempt. Returns its id. */
export async function postComment(api: GitHubApi, place: CommentPlace, body: string): Promise<number> {
  if (place.thread === null) {
    const { data } = await api.request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
      ...repositoryOf(place),
      issue_number: place.pr_number,
      body,
      ...once,
    });
    return Number(data.id);
  }
  const path = "POST /repos/{owner}/{repo}/pulls/{pull_number}/comments/{comment_id}/replies";
  const thread = { ...repositoryOf(place), pull_number: place.pr_number, comment_id: place.thread };
  try {
    const { data } = await api.request(path, { ...thread, body, ...once });
    return Number(data.id);
  } catch (error) {
    if (isNotFound(error) || isUnprocessable(error)) throw threadGone(error);
    throw error;
  }
}
