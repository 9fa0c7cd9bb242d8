import type { GitHubStore } from "../state/github-store.ts";
import { nodeId } from "../state/ids.ts";
import type {
  BranchTip,
  Comment,
  PullRequest,
  Reaction,
  Repository,
  Review,
  ReviewComment,
  User,
} from "../state/records.ts";
import { labelOf } from "../state/repositories.ts";
import { deletedAccount } from "../state/users.ts";
import { reactionName } from "./reaction-names.ts";

/** An object of the API: fields by name; a function resolves a field with arguments. */
export type ApiObject = Record<string, unknown>;

/** Presents a repository; the token of the caller decides elsewhere whether it may be seen. */
export function repositoryObject(store: GitHubStore, repository: Repository): ApiObject {
  return {
    __typename: "Repository",
    id: nodeId("Repository", repository.id),
    databaseId: repository.id,
    name: repository.name,
    nameWithOwner: repository.fullName,
    isPrivate: repository.private,
    pullRequest: ({ number }: { number: number }) =>
      pullObject(store, repository, store.pull(repository, number)),
    collaborators: ({ login }: { login?: string }) => collaborators(store, repository, login),
  };
}

/** Lists the users with a role of their own: the owner and those who were granted one. */
function collaborators(store: GitHubStore, { roles }: Repository, login?: string): ApiObject {
  const edges = [...roles]
    .filter(([name, role]) => role !== "none" && (login === undefined || name === login.toLowerCase()))
    .map(([name, role]) => ({ user: store.user(name), role }))
    .filter(({ user }) => user.type !== "Bot")
    .map(({ user, role }) => ({
      cursor: nodeId("Cursor", user.id),
      node: actorObject(user),
      permission: role.toUpperCase(),
    }));
  return { edges, nodes: edges.map(({ node }) => node), totalCount: edges.length };
}

export function pullObject(store: GitHubStore, repository: Repository, pull: PullRequest): ApiObject {
  return {
    __typename: "PullRequest",
    id: nodeId("PullRequest", pull.id),
    fullDatabaseId: String(pull.id),
    number: pull.number,
    title: pull.title,
    body: pull.body ?? "",
    author: actorObject(pull.author),
    labels: ({ first = 30 }: { first?: number }) => {
      const nodes = pull.labels.slice(0, first).map((name) => labelObject(repository, name));
      return { nodes, totalCount: pull.labels.length };
    },
    baseRefName: pull.base.ref,
    baseRefOid: pull.base.sha,
    headRefName: pull.head.ref,
    headRefOid: pull.head.sha,
    headRepository: () => repositoryObject(store, repositoryOfTip(store, pull.head)),
    isCrossRepository: pull.head.repository !== pull.base.repository,
    closed: pull.state === "closed",
    closedAt: pull.closedAt,
    repository: () => repositoryObject(store, repository),
  };
}

function repositoryOfTip(store: GitHubStore, { repository }: BranchTip): Repository {
  const [owner = "", name = ""] = repository.split("/");
  return store.repository(owner, name);
}

function labelObject(repository: Repository, name: string): ApiObject {
  const label = labelOf(repository, name);
  return { id: nodeId("Label", label.id), name: label.name, color: label.color };
}

/** Presents a comment in the conversation or on the diff, or a review. */
export function commentObject(
  store: GitHubStore,
  repository: Repository,
  type: "IssueComment" | "PullRequestReviewComment" | "PullRequestReview",
  comment: Comment | ReviewComment | Review,
): ApiObject {
  const pull = () => pullObject(store, repository, store.pull(repository, comment.number));
  return {
    __typename: type,
    id: nodeId(type, comment.id),
    fullDatabaseId: String(comment.id),
    body: comment.body,
    author: actorObject(comment.author),
    pullRequest: pull,
    issue: { number: comment.number },
    repository: () => repositoryObject(store, repository),
  };
}

export function reactionObject({ id, content, createdAt, user }: Reaction): ApiObject {
  return {
    __typename: "Reaction",
    id: nodeId("Reaction", id),
    databaseId: id,
    content: reactionName(content),
    createdAt,
    // GitHub's type has no bots.
    user: user.type === "User" ? actorObject(user) : null,
  };
}

/** Presents an account; null for a deleted one. The API leaves out the `[bot]` of a bot's login. */
function actorObject({ id, login, type }: User): ApiObject | null {
  if (login === deletedAccount) return null;
  return {
    __typename: type,
    id: nodeId(type, id),
    databaseId: id,
    login: type === "Bot" ? login.replace(/\[bot\]$/, "") : login,
  };
}
