import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { validate } from "@octokit/graphql-schema";
import { createGitHubCircuit } from "../../../../adapters/github/circuit.ts";
import { createGitHubRepository } from "../../../../adapters/github/repository.ts";
import { standingQuery } from "../../../../adapters/github/standing-query.ts";
import type { CommentSource } from "../../../../core/github/pull-request.ts";
import type { RepositoryReader } from "../../../../core/github/repository-reader.ts";
import type { GitHub } from "../../../../local/github/start-github.ts";
import { addComment, addReviewComment, deleteComment } from "../../../../local/github/state/comments.ts";
import { nodeId } from "../../../../local/github/state/ids.ts";
import { addReview } from "../../../../local/github/state/pulls.ts";
import type { PullRequest, Repository } from "../../../../local/github/state/records.ts";
import { grantRole } from "../../../../local/github/state/repositories.ts";
import { createCircuitParts, type FakeCircuitParts } from "../../../fakes/circuits.ts";
import { createTestClock } from "../../../fakes/clock.ts";
import { clientOf, readPermissions, recordRequests, startSimulatedGitHub } from "../../../fakes/github.ts";
import { aTarget } from "../../../fakes/records/pull-request.ts";

let github: GitHub;
let reader: RepositoryReader;
let repository: Repository;
let pull: PullRequest;
let circuits: FakeCircuitParts;
let requests: ReturnType<typeof recordRequests>;

beforeAll(async () => {
  github = await startSimulatedGitHub();
  repository = github.store.repository("octo-demo", "payments");
  pull = github.store.pull(repository, 7);
});

beforeEach(async () => {
  circuits = createCircuitParts(createTestClock());
  reader = createGitHubRepository(clientOf(github, readPermissions, createGitHubCircuit(circuits)));
  await reader.pullRequest(target);
  requests = recordRequests();
});

afterEach(() => {
  requests.stop();
  github.clearFaults();
});

afterAll(() => github.stop());

const target = aTarget();
const named = { ...target, repo_node_id: nodeId("Repository", target.repo_id) };
const wendy = () => github.store.user("wendy");
const types = {
  issue_comment: "IssueComment",
  pull_request_review_comment: "PullRequestReviewComment",
  pull_request_review: "PullRequestReview",
};

/** The sources of a comment: as webhooks name it, and as a job of an earlier version does. */
function sourceOf(kind: CommentSource["kind"], id: number): CommentSource & { node_id: string } {
  return { kind, id, node_id: nodeId(types[kind], id), created_at: "2026-11-23T08:59:58Z" };
}

function aComment(author = wendy(), body = "/summary"): number {
  return addComment(github.store, repository, { number: 7, author, body, viaApp: false }).id;
}

const written: Record<CommentSource["kind"], () => number> = {
  issue_comment: aComment,
  pull_request_review_comment: () =>
    addReviewComment(github.store, repository, {
      ...{ number: 7, author: wendy(), body: "/summary", viaApp: false },
      ...{ path: "README.md", line: 1, commitId: pull.head.sha, inReplyTo: null },
    }).id,
  pull_request_review: () =>
    addReview(github.store, repository, pull, { author: wendy(), body: "/summary", state: "COMMENTED" }).id,
};
const kinds = Object.keys(written) as CommentSource["kind"][];

const paths = () => requests.sent.map(({ method, path }) => `${method} ${path}`);

/** Reads with node IDs and without: GraphQL and REST have to tell the same. */
async function readBoth(login: string, source: CommentSource, from = { named, target }, thread = false) {
  const { node_id: _, ...unnamed } = source;
  requests.sent.length = 0;
  const queried = await reader.standing(from.named, { login, comment: source, thread });
  const sent = paths();
  return { queried, sent, byParts: await reader.standing(from.target, { login, comment: unnamed, thread }) };
}

test("GitHub's own schema knows every query", () => {
  expect(validate(standingQuery)).toEqual([]);
});

describe("one query tells what three requests tell", () => {
  test.each(kinds)("about a comment: %s", async (kind) => {
    const { queried, sent, byParts } = await readBoth("wendy", sourceOf(kind, written[kind]()));
    expect(sent).toEqual(["POST /graphql"]);
    expect(queried).toEqual(byParts);
    expect(queried).toMatchObject({ held: "write", comment: { author: "wendy", body: "/summary" } });
  });

  test.each(["read", "triage", "write", "maintain", "admin"] as const)("about the role %s", async (role) => {
    grantRole(repository, "nina", role);
    const { queried, sent, byParts } = await readBoth("NINA", sourceOf("issue_comment", aComment()));
    expect(sent).toEqual(["POST /graphql"]);
    expect(queried).toEqual(byParts);
    expect(queried.held).toBe(role);
  });

  test("about a deleted account", async () => {
    const ghost = sourceOf("issue_comment", aComment(github.store.user("ghost")));
    const { queried, sent, byParts } = await readBoth("wendy", ghost);
    expect(sent).toEqual(["POST /graphql"]);
    expect(queried).toEqual(byParts);
    expect(queried.comment).toEqual({ author: "ghost", body: "/summary" });
  });

  test("about a closed pull request of a fork by a bot", async () => {
    const fork = github.store.pull(repository, 8);
    fork.head.repository = "alice/payments";
    Object.assign(fork, { state: "closed", closedAt: "2026-11-23T08:00:00Z", body: null });
    fork.author = github.store.user("renovate[bot]");
    fork.labels.push("risky");
    const at8 = { named: { ...named, pr_number: 8 }, target: { ...target, pr_number: 8 } };
    const id = addComment(github.store, repository, {
      ...{ number: 8, author: wendy(), body: "/summary", viaApp: false },
    }).id;
    const { queried, sent, byParts } = await readBoth("wendy", sourceOf("issue_comment", id), at8);
    expect(sent).toEqual(["POST /graphql"]);
    expect(queried).toEqual(byParts);
    expect(queried.pull).toMatchObject({
      ...{ from_fork: true, closed_at: "2026-11-23T08:00:00Z", author: "renovate[bot]", labels: fork.labels },
    });
  });

  test("about the conversation, with threads, reviews and bots", async () => {
    const at9 = { named: { ...named, pr_number: 9 }, target: { ...target, pr_number: 9 } };
    const discussed = github.store.pull(repository, 9);
    const robo = github.store.user("robo[bot]");
    const said = { number: 9, author: wendy(), body: "Please look.", viaApp: false };
    const source = sourceOf("issue_comment", addComment(github.store, repository, said).id);
    const place = { path: "README.md", line: 1, commitId: pull.head.sha };
    const onDiff = (inReplyTo: number | null, author = wendy()) =>
      addReviewComment(github.store, repository, { ...said, ...place, author, inReplyTo }).id;
    const [first, second] = [onDiff(null), onDiff(null, robo)];
    for (const root of [first, second, first]) onDiff(root);
    const review = { author: robo, body: "/ok-to-run", state: "APPROVED" as const };
    addReview(github.store, repository, discussed, review).state = "DISMISSED";
    addReview(github.store, repository, discussed, { ...review, body: "" });

    const { queried, sent, byParts } = await readBoth("wendy", source, at9, true);

    expect(sent).toEqual(["POST /graphql"]);
    expect(queried).toEqual(byParts);
    expect(queried.thread?.map(({ kind }) => kind)).toHaveLength(7);
  });

  test("and asks for no more than it is asked", async () => {
    expect(await reader.standing(named, {})).toEqual({ pull: await reader.pullRequest(target), held: null });
    expect(paths()[0]).toBe("POST /graphql");
  });
});

function never(): never {
  throw new Error("The comment is missing");
}

describe("the REST API is asked", () => {
  test("without node IDs, as for jobs of an earlier version", async () => {
    const { sent } = await readBoth("wendy", sourceOf("issue_comment", aComment()), {
      named: { ...target, repo_node_id: "" },
      target,
    });
    expect(sent).toHaveLength(3);
    expect(sent).not.toContain("POST /graphql");
  });

  // GitHub's own bots have logins without `[bot]` in webhooks and in the REST API.
  test.each(["robo[bot]", "Copilot"])("for a comment by the bot %s", async (login) => {
    const source = sourceOf("issue_comment", aComment(github.store.user(login, "Bot")));
    const { queried, sent, byParts } = await readBoth("wendy", source);
    expect(sent).toEqual(["POST /graphql", expect.stringMatching(/comments\/\d+$/)]);
    expect(queried).toEqual(byParts);
    expect(queried.comment).toEqual({ author: login, bot: true, body: "/summary" });
  });

  test("for a comment that is gone", async () => {
    const gone = aComment();
    deleteComment(github.store, repository, repository.comments.get(gone) ?? never(), wendy());
    const { queried, sent, byParts } = await readBoth("wendy", sourceOf("issue_comment", gone));
    expect(sent.slice(0, 2)).toEqual(["POST /graphql", expect.stringMatching(/comments\/\d+$/)]);
    expect(queried).toEqual(byParts);
    expect(queried.comment).toBeNull();
  });

  test("for a comment that GitHub refuses to show there: it is not deleted", async () => {
    const { pull: known } = await reader.standing(named, {});
    const found = { databaseId: 77, nameWithOwner: known.repo };
    const shown = { ...{ title: "t", body: "b", author: null, labels: { nodes: [] }, closedAt: null } };
    const head = { headRefOid: "a", headRepository: { databaseId: 77 }, isCrossRepository: false };
    const pullRequest = { ...shown, ...head, baseRefName: "main", baseRefOid: "b" };
    const errors = [{ type: "FORBIDDEN", path: ["comment"], message: "Resource not accessible" }];
    const body = { data: { repository: { ...found, pullRequest }, comment: null }, errors };
    github.fail({ path: "/graphql$", status: 200, body });
    const { comment } = await reader.standing(named, { comment: sourceOf("issue_comment", aComment()) });
    expect(comment).toEqual({ author: "wendy", body: "/summary" });
  });

  test("for the permission of an account that is no collaborator", async () => {
    expect(await reader.standing(named, { login: "stranger" })).toMatchObject({ held: "read" });
    expect(paths()).toEqual(["POST /graphql", expect.stringMatching(/stranger\/permission$/)]);
  });

  test("for the permission where GitHub refuses to list collaborators", async () => {
    const { pull: known } = await reader.standing(named, {});
    const found = { databaseId: 77, nameWithOwner: known.repo, collaborators: null };
    const shown = { ...{ title: "t", body: "b", author: null, labels: { nodes: [] }, closedAt: null } };
    const head = { headRefOid: "a", headRepository: { databaseId: 77 }, isCrossRepository: false };
    const pullRequest = { ...shown, ...head, baseRefName: "main", baseRefOid: "b" };
    const path = ["repository", "collaborators"];
    const errors = [{ type: "FORBIDDEN", path, message: "Resource not accessible by integration" }];
    const body = { data: { repository: { ...found, pullRequest } }, errors };
    github.fail({ path: "/graphql$", status: 200, body });
    expect(await reader.standing(named, { login: "wendy" })).toMatchObject({
      held: "write",
      pull: { title: "t" },
    });
  });

  test("for a conversation of more than a hundred comments", async () => {
    const said = { number: 10, author: wendy(), body: "Please look.", viaApp: false };
    for (let n = 0; n < 101; n += 1) addComment(github.store, repository, said);
    const { thread } = await reader.standing({ ...named, pr_number: 10 }, { thread: true });
    expect(thread).toHaveLength(101);
    expect(paths()).toContainEqual(expect.stringMatching(/^POST \/graphql$/));
  });

  test("for a conversation that takes GitHub too long", async () => {
    const errors = [{ message: "Something went wrong while executing your query: a timeout." }];
    github.fail({ path: "/graphql$", status: 200, body: { errors }, times: 9 });
    const { queried, byParts } = await readBoth(
      "wendy",
      sourceOf("issue_comment", aComment()),
      undefined,
      true,
    );
    expect(queried).toEqual(byParts);
  });

  test.each([
    ["another repository", { repo_node_id: "other" }, {}],
    ["no repository", { repo_node_id: nodeId("IssueComment", 1) }, {}],
    ["nothing", { repo_node_id: "bm90aGluZw==" }, {}],
  ])("when a payload's node ID names %s", async (_what, forged) => {
    const other = github.store.repository("mallory", "payments");
    grantRole(other, "wendy", "admin");
    const repo_node_id =
      forged.repo_node_id === "other" ? nodeId("Repository", other.id) : forged.repo_node_id;
    const { queried } = await readBoth("wendy", sourceOf("issue_comment", aComment()), {
      named: { ...target, repo_node_id },
      target,
    });
    expect(queried).toMatchObject({ held: "write", pull: { repo_id: 77 } });
  });

  test("when a payload's node ID names another comment than its number", async () => {
    const approval = sourceOf("issue_comment", aComment(wendy(), "/security"));
    const source = { ...sourceOf("issue_comment", aComment()), node_id: approval.node_id };
    const { queried, byParts } = await readBoth("wendy", source);
    expect(queried).toEqual(byParts);
    expect(queried.comment?.body).toBe("/summary");
  });

  test("for ten minutes after a server did not know the query", async () => {
    const message = "Field 'fullDatabaseId' doesn't exist on type 'IssueComment'";
    const body = { errors: [{ path: ["query"], extensions: { code: "undefinedField" }, message }] };
    github.fail({ path: "/graphql$", status: 200, body });
    expect(await reader.standing(named, { login: "wendy" })).toMatchObject({ held: "write" });
    requests.sent.length = 0;
    expect(await reader.standing(named, { login: "wendy" })).toMatchObject({ held: "write" });
    expect(paths()).not.toContain("POST /graphql");
  });
});

describe("every part that GitHub may leave out is null", () => {
  const pullRequest = {
    ...{ title: "t", body: "", author: null, labels: null, closedAt: null },
    ...{ baseRefName: "main", baseRefOid: "b", headRefOid: "a" },
    ...{ headRepository: null, isCrossRepository: true },
  };
  const page = { pageInfo: { hasNextPage: false }, nodes: [null] };
  const lists = { comments: page, reviewThreads: page, reviews: page };
  const repository = { databaseId: 77, nameWithOwner: "octo-demo/payments" };
  const answer = (change: object, more: object = {}) => {
    const data = {
      repository: { ...repository, collaborators: null, pullRequest: { ...pullRequest, ...change } },
    };
    github.fail({ path: "/graphql$", status: 200, body: { data: { ...data, ...more } } });
  };

  test("in the pull request, the list of collaborators and the lists of the conversation", async () => {
    answer(lists, {
      repository: {
        ...repository,
        collaborators: { edges: [null] },
        pullRequest: { ...pullRequest, ...lists },
      },
    });
    const { pull: read, held, thread } = await reader.standing(named, { login: "wendy", thread: true });
    expect(read).toMatchObject({ author: "ghost", labels: [], from_fork: true, closed_at: null });
    expect([held, thread]).toEqual(["write", []]);
  });

  test.each(["comments", "reviewThreads", "reviews"])(
    "in the conversation, %s: it is read again",
    async (list) => {
      answer({ ...lists, [list]: null });
      const { thread } = await reader.standing({ ...named, pr_number: 11 }, { thread: true });
      expect(thread).toEqual([]);
      expect(paths()).toContainEqual(expect.stringMatching(/\/issues\/11\/comments/));
    },
  );

  test("in the comment", async () => {
    const id = aComment();
    const comment = { fullDatabaseId: String(id), author: null, issue: { number: 7 }, repository };
    answer({}, { comment });
    const { comment: live } = await reader.standing(named, { comment: sourceOf("issue_comment", id) });
    expect(live).toEqual({ author: "ghost", body: "" });
  });
});

test("a pull request that does not exist is not found, as by the REST API", async () => {
  const errors = [{ type: "NOT_FOUND", path: ["repository", "pullRequest"], message: "Could not resolve" }];
  const body = { data: { repository: { databaseId: 77, pullRequest: null } }, errors };
  github.fail({ path: "/graphql$", status: 200, body });
  github.fail({ path: "/pulls/7$", status: 404 });
  await expect(reader.standing(named, {})).rejects.toMatchObject({ code: "github_not_found" });
});

test("a GitHub Enterprise Server is asked at /api/graphql", async () => {
  const enterprise = { ...github, url: `${github.url}/api/v3` };
  const theirs = createGitHubRepository(clientOf(enterprise, readPermissions));
  expect(await theirs.standing(named, { login: "wendy" })).toMatchObject({ held: "write" });
  expect(paths()).toContain("POST /api/graphql");
});

describe("with status 200, GitHub reports", () => {
  const open = () =>
    [...circuits.store.circuits].filter(([, { state }]) => state === "open").map(([key]) => key);
  const limit = { type: "RATE_LIMITED", message: "API rate limit exceeded for installation ID 5." };
  const later = {
    type: "RATE_LIMIT",
    code: "graphql_rate_limit",
    message: "API rate limit already exceeded for installation ID 5.",
  };
  const secondary = { message: "You have exceeded a secondary rate limit. Please wait a few minutes." };
  const used = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1795426200" };

  test.each([
    ["the installation's own limit", limit, used, "circuit#github#5"],
    ["the same in newer words", later, {}, "circuit#github#5"],
    ["a secondary limit", secondary, { "retry-after": "90" }, "circuit#github#*"],
  ])("%s: the circuit opens, and nothing else is asked", async (_what, error, headers, circuit) => {
    github.fail({ path: "/graphql$", status: 200, headers, body: { data: null, errors: [error] } });
    const failure = { name: "CircuitOpenError", code: "circuit_open" };
    await expect(reader.standing(named, { login: "wendy" })).rejects.toMatchObject(failure);
    expect(paths()).toEqual(["POST /graphql"]);
    expect(open()).toContain(circuit);
  });

  test("a failure: it is retried", async () => {
    const errors = [{ message: "Something went wrong while executing your query." }];
    github.fail({ path: "/graphql$", status: 200, body: { errors } });
    expect(await reader.standing(named, { login: "wendy" })).toMatchObject({ held: "write" });
    expect(paths()).toEqual(["POST /graphql", "POST /graphql"]);
  });
});
