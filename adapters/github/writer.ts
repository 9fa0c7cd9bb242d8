import type { PullRequestWriter } from "../../core/answering/pull-request-writer.ts";
import type { CommandSource } from "../../core/github/pull-request.ts";
import type { Reaction } from "../../core/jobs/status-comment.ts";
import type { GitHubClient } from "./client.ts";
import { isNotFound } from "./errors.ts";
import { commentPath, listOwnComments, postComment } from "./own-comments.ts";
import { once, repositoryOf } from "./request.ts";

/** Writes comments and reactions to pull requests as the App, by GitHub's REST API. */
export function createGitHubWriter(client: GitHubClient): PullRequestWriter {
  return {
    ownComments: (place, since) => listOwnComments(client, place, since),
    createComment: (place, body) => client.call(place, (api) => postComment(api, place, body)),

    updateComment(place, id, body) {
      return client.call(place, async (api) => {
        const comment = { ...repositoryOf(place), comment_id: id, body, ...once };
        return exists(api.request(`PATCH ${commentPath(place)}`, comment));
      });
    },

    deleteComment(place, id) {
      return client.call(place, async (api) => {
        const comment = { ...repositoryOf(place), comment_id: id, ...once };
        await exists(api.request(`DELETE ${commentPath(place)}`, comment));
      });
    },

    react(target, source, reaction) {
      const path = reactionPath(source);
      if (path === null) return Promise.resolve(null);
      return client.call(target, async (api) => {
        try {
          const { data } = await api.request(`POST ${path}`, reactionOptions(target, source, reaction));
          return data.id;
        } catch (error) {
          // The author has deleted the comment. The answer is still posted.
          if (isNotFound(error)) return null;
          throw error;
        }
      });
    },

    async ownReactions(target, source) {
      const path = reactionPath(source);
      if (path === null) return [];
      const login = await client.appLogin();
      return client.call(target, async (api) => {
        const options = { ...repositoryOf(target), comment_id: source.id, per_page: 100 };
        const found = await listed(api.paginate(`GET ${path}`, options));
        return found
          .filter(({ user }) => user?.login === login)
          .flatMap(({ id, content }) =>
            reactionKinds.filter((kind) => kind === content).map((reaction) => ({ id, reaction })),
          );
      });
    },

    unreact(target, source, reactionId) {
      const path = reactionPath(source);
      if (path === null) return Promise.resolve();
      return client.call(target, async (api) => {
        const options = { ...repositoryOf(target), comment_id: source.id, reaction_id: reactionId };
        await exists(api.request(`DELETE ${path}/{reaction_id}`, { ...options, ...once }));
      });
    },
  };
}

/** Returns the route of a comment's reactions; null for a review or a click, which have none. */
function reactionPath({ kind }: CommandSource) {
  switch (kind) {
    case "issue_comment":
      return "/repos/{owner}/{repo}/issues/comments/{comment_id}/reactions";
    case "pull_request_review_comment":
      return "/repos/{owner}/{repo}/pulls/comments/{comment_id}/reactions";
    case "pull_request_review":
    case "check_run":
    case "check_suite":
      return null;
  }
}

function reactionOptions(target: { repo: string }, source: CommandSource, content: Reaction) {
  return { ...repositoryOf(target), comment_id: source.id, content, ...once };
}

const reactionKinds: readonly Reaction[] = ["eyes", "+1", "-1", "rocket"];

/** Returns an empty list if the comment no longer exists. */
async function listed<Item>(list: Promise<Item[]>): Promise<Item[]> {
  try {
    return await list;
  } catch (error) {
    if (isNotFound(error)) return [];
    throw error;
  }
}

/** Returns false if GitHub does not find the resource. */
async function exists(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}
