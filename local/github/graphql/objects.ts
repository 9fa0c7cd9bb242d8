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

function pullObject(store: GitHubStore, repository: Repository, pull: PullRequest): ApiObject {
  return {
    __typename: "PullRequest",
    id: nodeId("PullRequest", pull.id),
    fullDatabaseId: String(pull.id),
    number: pull.number,
    title: pull.title,
    body: pull.body ?? "",
    author: actorObject(pull.author),
    labels: (page: Page) => connection(page, pull.labels, (name) => labelObject(repository, name)),
    baseRefName: pull.base.ref,
    baseRefOid: pull.base.sha,
    headRefName: pull.head.ref,
    headRefOid: pull.head.sha,
    headRepository: () => repositoryObject(store, repositoryOfTip(store, pull.head)),
    isCrossRepository: pull.head.repository !== pull.base.repository,
    closed: pull.state === "closed",
    closedAt: pull.closedAt,
    repository: () => repositoryObject(store, repository),
    comments: (page: Page) => {
      const found = ofPull(pull, repository.comments);
      return connection(page, found, (one) => commentObject(store, repository, "IssueComment", one));
    },
    reviews: (page: Page) => {
      const found = ofPull(pull, repository.reviews);
      return connection(page, found, (one) => commentObject(store, repository, "PullRequestReview", one));
    },
    reviewThreads: (page: Page) => connection(page, threadsOf(store, repository, pull), (thread) => thread),
  };
}

/** Returns the threads on the diff; the first comment of each replies to no other. */
function threadsOf(store: GitHubStore, repository: Repository, pull: PullRequest): ApiObject[] {
  const all = ofPull(pull, repository.reviewComments);
  const byRoot = Map.groupBy(all, ({ id, inReplyTo }) => inReplyTo ?? id);
  return [...byRoot].map(([root, comments]) => ({
    id: nodeId("PullRequestReviewThread", root),
    comments: (page: Page) =>
      connection(page, comments, (one) => commentObject(store, repository, "PullRequestReviewComment", one)),
  }));
}

interface Page {
  first?: number;
}

function connection<Item>(
  { first = 30 }: Page,
  items: Item[],
  present: (item: Item) => ApiObject,
): ApiObject {
  const pageInfo = { hasNextPage: items.length > first, hasPreviousPage: false };
  return { nodes: items.slice(0, first).map(present), totalCount: items.length, pageInfo };
}

function ofPull<Item extends { number: number }>(pull: PullRequest, items: Map<number, Item>): Item[] {
  return [...items.values()].filter(({ number }) => number === pull.number);
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
    ...("submittedAt" in comment
      ? { submittedAt: comment.submittedAt, state: comment.state }
      : { createdAt: comment.createdAt }),
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
