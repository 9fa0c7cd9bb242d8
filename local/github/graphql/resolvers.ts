import { requireWrite } from "../api/access.ts";
import type { Caller } from "../api/caller.ts";
import { notFound, validationFailed } from "../api/github-error.ts";
import type { GitHubStore } from "../state/github-store.ts";
import { addReaction } from "../state/reactions.ts";
import type { Comment, ReactionContent, Repository, ReviewComment } from "../state/records.ts";
import { findNode } from "./find-node.ts";
import { type ApiObject, commentObject, reactionObject, repositoryObject } from "./objects.ts";
import { reactionNamed } from "./reaction-names.ts";

interface ReactionInput {
  input: { subjectId: string; content: string };
}

/** Returns the queries and mutations of the API, for one caller. They throw GitHubError. */
export function resolvers(store: GitHubStore, caller: Caller): ApiObject {
  const author = caller.kind === "person" ? store.user(caller.login) : store.bot;
  return {
    node({ id }: { id: string }) {
      const found = findNode(store, caller, id);
      return found.type === "Repository"
        ? repositoryObject(store, found.repository)
        : commentObject(store, found.repository, found.type, found.comment);
    },

    addReaction({ input }: ReactionInput) {
      const { type, repository, comment, content } = reactable(store, caller, input);
      const { reaction } = addReaction(store, comment, author, content);
      store.changes.emitPageOnly();
      const subject = commentObject(store, repository, type, comment);
      return { reaction: reactionObject(reaction), subject };
    },

    removeReaction({ input }: ReactionInput) {
      const { type, repository, comment, content } = reactable(store, caller, input);
      const reaction = [...comment.reactions.values()].find(
        (one) => one.user === author && one.content === content,
      );
      if (!reaction) throw notFound();
      comment.reactions.delete(reaction.id);
      store.changes.emitPageOnly();
      const subject = commentObject(store, repository, type, comment);
      return { reaction: reactionObject(reaction), subject };
    },
  };
}

interface Reactable {
  type: "IssueComment" | "PullRequestReviewComment";
  repository: Repository;
  comment: Comment | ReviewComment;
  content: ReactionContent;
}

/** Returns the comment that a reaction is for; throws if it does not exist or the caller may not write there. */
function reactable(
  store: GitHubStore,
  caller: Caller,
  { subjectId, content }: ReactionInput["input"],
): Reactable {
  const found = findNode(store, caller, subjectId);
  if (found.type !== "IssueComment" && found.type !== "PullRequestReviewComment") throw notFound();
  const permissions = found.type === "IssueComment" ? ["issues", "pull_requests"] : ["pull_requests"];
  requireWrite({ caller }, found.repository, ...permissions);
  const known = reactionNamed(content);
  if (!known) throw validationFailed("Reaction", "content", "invalid");
  return { type: found.type, repository: found.repository, comment: found.comment, content: known };
}
