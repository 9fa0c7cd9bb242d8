import { RetryableError } from "../../core/errors.ts";
import type { Permission } from "../../core/github/permission.ts";
import { permissions } from "../../core/github/permission.ts";
import type { PullRequestTarget } from "../../core/github/pull-request.ts";
import {
  type RepositoryReader,
  type Standing,
  type StandingParts,
  type StandingQuestion,
  standingByParts,
} from "../../core/github/repository-reader.ts";
import type { GitHubApi, GitHubClient } from "./client.ts";
import { conversationOf, writtenBy } from "./conversation.ts";
import { isUnknownQuery, type PartialAnswer, partialAnswer } from "./graphql-errors.ts";
import { type CommentData, type PullData, type StandingData, standingQuery } from "./standing-query.ts";

/** How long the REST API is used alone after GitHub did not know the query: a server may be upgraded. */
const unsupportedForMs = 10 * 60_000;

/** Returns the reader of standings: with one query where GitHub answers it, otherwise by the REST API. */
export function createStandingReader(
  client: GitHubClient,
  parts: StandingParts,
  clock: () => number = Date.now,
): RepositoryReader["standing"] {
  let unsupportedUntil = 0;
  return async (target, question) => {
    const { repo_node_id } = target;
    const isNamed = repo_node_id && (!question.comment || question.comment.node_id);
    if (!isNamed || clock() < unsupportedUntil) return standingByParts(parts, target, question);
    const query = client.call(target, (api) => queryStanding(api, { ...target, repo_node_id }, question));
    const queried = await (question.thread ? orElsewhere(query) : query);
    if (queried.kind === "unsupported") unsupportedUntil = clock() + unsupportedForMs;
    if (queried.kind !== "standing") return standingByParts(parts, target, question);
    return complete(queried.standing, target, question, parts);
  };
}

/** GitHub ends queries that take it too long, as one for a long conversation may: the REST API reads it in pages. */
async function orElsewhere(query: Promise<QueriedStanding>): Promise<QueriedStanding> {
  try {
    return await query;
  } catch (error) {
    if (error instanceof RetryableError && failed.includes(error.code)) return { kind: "elsewhere" };
    throw error;
  }
}

const failed = ["github_failed", "github_unreachable"];

/** Asks the REST API for what the query did not tell. */
async function complete(
  standing: Standing,
  target: PullRequestTarget,
  { login = null, comment = null, thread: wanted = false }: StandingQuestion,
  parts: StandingParts,
): Promise<Standing> {
  const { held, thread, comment: shown, ...found } = standing;
  const [permission, live, messages] = await Promise.all([
    held === null && login !== null ? parts.permissionOf(target, login) : held,
    comment === null ? undefined : (shown ?? parts.comment(target, comment)),
    wanted ? (thread ?? parts.thread(target)) : undefined,
  ]);
  return {
    ...{ ...found, held: permission },
    ...(live !== undefined && { comment: live }),
    ...(messages && { thread: messages }),
  };
}

/**
 * What one query told: the standing, without a permission or a comment that GitHub does not tell there and without a
 * conversation of several pages. `elsewhere`: the REST API has to be asked. `unsupported`: this GitHub does not know the query.
 */
type QueriedStanding =
  | { kind: "standing"; standing: Standing }
  | { kind: "elsewhere" }
  | { kind: "unsupported" };

/**
 * Reads a standing with one GraphQL query. The node IDs come from a payload, so the answer counts only if the numbers of
 * the repository, the pull request and the comment in it are those of the target. Throws as the REST API's reads do if
 * GitHub fails or limits the rate.
 */
async function queryStanding(
  api: GitHubApi,
  target: PullRequestTarget & { repo_node_id: string },
  { login = null, comment = null, thread: withThread = false }: StandingQuestion,
): Promise<QueriedStanding> {
  const answer = await ask(api, {
    ...{ repository: target.repo_node_id, number: target.pr_number },
    ...{ login, withLogin: login !== null },
    ...{ comment: comment?.node_id ?? "", withComment: comment !== null, withThread },
  });
  if (isUnknownQuery(answer)) return { kind: "unsupported" };
  if (!answer.errors.every(({ path }) => isOptional(path))) return { kind: "elsewhere" };
  const { repository, comment: found } = answer.data as StandingData;
  if (repository?.databaseId !== target.repo_id || !repository.pullRequest) return { kind: "elsewhere" };
  const pull = toPullRequest(repository.databaseId, repository.nameWithOwner, repository.pullRequest);
  const edge = repository.collaborators?.edges?.find((one) => sameLogin(one?.node?.login, login));
  const held = login === null ? null : permissionNamed(edge?.permission);
  const messages = withThread ? conversationOf(repository.pullRequest) : null;
  const standing = { pull, held, ...(messages && { thread: messages }) };
  // A comment that the query does not show may be gone, or refused. A bot's login may be another one there.
  if (comment === null || !found || found.author?.__typename === "Bot") return { kind: "standing", standing };
  if (!isOn(found, target, comment.id)) return { kind: "elsewhere" };
  const live = { ...writtenBy(found.author), body: found.body ?? "" };
  return { kind: "standing", standing: { ...standing, comment: live } };
}

async function ask(api: GitHubApi, variables: Record<string, unknown>): Promise<PartialAnswer> {
  try {
    return { data: await api.graphql(standingQuery, variables), errors: [] };
  } catch (error) {
    const partial = partialAnswer(error);
    if (partial === null) throw error;
    return partial;
  }
}

/** The comment may be gone, and the token may not see permissions; everything else has to be there. */
function isOptional(path: unknown[] = []): boolean {
  return path[0] === "comment" || (path[0] === "repository" && path[1] === "collaborators");
}

function toPullRequest(repo_id: number, repo: string, data: PullData): Standing["pull"] {
  return {
    repo_id,
    repo,
    title: data.title,
    body: data.body,
    author: writtenBy(data.author).author,
    labels: data.labels?.nodes?.flatMap((label) => (label ? [label.name] : [])) ?? [],
    base_branch: data.baseRefName,
    base_sha: data.baseRefOid,
    head_sha: data.headRefOid,
    // Without its repository, such as a deleted fork, a head is not in the base repository either.
    from_fork: data.isCrossRepository || data.headRepository?.databaseId !== repo_id,
    closed_at: data.closedAt,
  };
}

function isOn(found: CommentData, { repo_id, pr_number }: PullRequestTarget, id: number): boolean {
  const number = (found.pullRequest ?? found.issue)?.number;
  return (
    found.fullDatabaseId === String(id) && found.repository?.databaseId === repo_id && number === pr_number
  );
}

function sameLogin(one: string | undefined, other: string | null): boolean {
  return one !== undefined && one.toLowerCase() === other?.toLowerCase();
}

/** Returns null for an account that GitHub does not list as a collaborator: the REST API knows all others. */
function permissionNamed(name: string | undefined): Permission | null {
  return permissions.find((known) => known === name?.toLowerCase()) ?? null;
}
