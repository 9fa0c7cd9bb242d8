import type { PullRequestWriter } from "../../core/answering/pull-request-writer.ts";
import type { CommandSource } from "../../core/github/pull-request.ts";
import type { Reaction } from "../../core/jobs/status-comment.ts";
import { asRecord } from "../../core/json-value.ts";
import type { GitHubApi, GitHubClient } from "./client.ts";
import { exists, isNotFound } from "./errors.ts";
import { partialAnswer } from "./graphql-errors.ts";
import { once, repositoryOf } from "./request.ts";

type Reactions = Pick<PullRequestWriter, "react" | "replaceReaction" | "ownReactions" | "unreact">;

/** Writes reactions to comments as the App: by GitHub's REST API, and replaces one with one GraphQL request where it can. */
export function createReactions(client: GitHubClient): Reactions {
  const reactions: Reactions = {
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

    async replaceReaction(target, source, reaction, { id, others }) {
      const subject = reactionPath(source) === null ? undefined : source.node_id;
      const replaced = subject
        ? await client.call(target, (api) => replaceInOneRequest(api, subject, reaction, others))
        : null;
      if (replaced !== null) return replaced;
      const added = await reactions.react(target, source, reaction);
      if (added !== id) await reactions.unreact(target, source, id);
      return added;
    },
  };
  return reactions;
}

/** GraphQL's names of our reactions. */
const names: Record<Reaction, string> = {
  "+1": "THUMBS_UP",
  "-1": "THUMBS_DOWN",
  eyes: "EYES",
  rocket: "ROCKET",
};

/** Returns the mutation that adds a reaction, then removes others. */
export function replacement(added: Reaction, removed: readonly Reaction[]): string {
  const input = (content: Reaction) => `(input: { subjectId: $subject, content: ${names[content]} })`;
  const removals = removed.map(
    (content, n) => `removed${n}: removeReaction${input(content)} { reaction { id } }`,
  );
  return `mutation Replace($subject: ID!) {
    added: addReaction${input(added)} { reaction { databaseId } }
    ${removals.join("\n    ")}
  }`;
}

/**
 * Returns the id of the added reaction; null if GitHub refuses any part of the request, other than to remove what is not
 * there: the REST API then tells why. Throws as the REST API's writes do.
 */
async function replaceInOneRequest(
  api: GitHubApi,
  subject: string,
  reaction: Reaction,
  others: readonly Reaction[],
): Promise<number | null> {
  try {
    return addedId(await api.graphql(replacement(reaction, others), { subject, ...once }));
  } catch (error) {
    const partial = partialAnswer(error);
    if (partial === null) throw error;
    const isHarmless = partial.errors.every(
      ({ type, path }) => type === "NOT_FOUND" && path?.[0] !== "added",
    );
    return isHarmless ? addedId(partial.data) : null;
  }
}

function addedId(data: unknown): number | null {
  const { databaseId } = asRecord(asRecord(asRecord(data).added).reaction);
  return typeof databaseId === "number" ? databaseId : null;
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
