import type { PullRequestWriter } from "../../core/answering/pull-request-writer.ts";
import type { GitHubClient } from "./client.ts";
import { exists } from "./errors.ts";
import { commentPath, listOwnComments, postComment } from "./own-comments.ts";
import { createReactions } from "./reactions.ts";
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

    ...createReactions(client),
  };
}
